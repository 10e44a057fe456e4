"""线索: filed with photos, checked, passed on to the operator.
Imports what stands beside the folders."""
