"""对比表 for use: the sheet to print, and what a web shop puts into its own pages; each says what the mark is worth now.

Imports register/verification and the papers floor.
"""
