"""For which years a report is owed, when it is opened and reminded of, and what its absence leads to.
Imports what stands beside the folders."""
