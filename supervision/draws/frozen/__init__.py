"""冻结的名录: the files of a draw as they are hashed, how objects are divided, and what changed since the last freeze.
Imports algorithm/ and what stands beside the folders."""
