"""形式审查 and 受理, also by silence. Imports `cases` and the checklist of `review`."""
