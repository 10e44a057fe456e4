"""The pages of the form: a section each, saved field by field. Imports `form` and `cases`."""
