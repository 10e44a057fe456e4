"""Whose work a case is: desk, handler, proposals, the list of cases. Imports `cases`."""
