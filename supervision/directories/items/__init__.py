"""抽查事项清单: the list that comes with the platform, published and withdrawn by two people.
Imports what stands beside the folders."""
