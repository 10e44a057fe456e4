"""Tables that are taken over: previewed row by row, taken whole or given up.
Imports the other folders."""
