"""初审 by the enterprise's prefecture. Imports `cases` and the checklist of `review`."""
