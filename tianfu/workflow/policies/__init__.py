"""The numbers of the field: keys, values, units. Imports models of `workflow`."""
