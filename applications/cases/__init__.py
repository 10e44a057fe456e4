"""A case: states, verbs, clocks, filings, and what a section and a stage must answer. Imports `programmes` and `enterprises`."""
