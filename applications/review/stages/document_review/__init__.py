"""材料审查: what was filed, item by item. Imports `cases`, `form` arithmetic and the checklist of `review`."""
