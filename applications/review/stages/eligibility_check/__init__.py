"""资格审查: whether the enterprise may apply at all. Imports `cases` and the checklist of `review`."""
