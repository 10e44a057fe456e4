"""现场记录: written item by item, filed once, signed by both sides as a paper, looked at again.
Imports what stands beside the folders."""
