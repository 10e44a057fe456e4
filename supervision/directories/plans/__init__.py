"""年度抽查计划: drawn up, approved, filed, published, replaced.
Imports what stands beside the folders."""
