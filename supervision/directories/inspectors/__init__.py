"""执法检查人员名录库: the roll, leave and recusals, certificates that end.
Imports what stands beside the folders."""
