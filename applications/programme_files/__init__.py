"""Files of programmes: whether one may stand, in sentences, and loading it as a version.
Above the cases, because a file names stages and parts of the form; may import them through their registries."""
