"""Sample pictures of a usage: where something is wrong on them, how a page draws them, who reads them.
Imports the models of usages."""
