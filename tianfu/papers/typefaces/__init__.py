"""The fonts of all papers, no system font among them, and characters without a glyph.
Imports nothing of the floor."""
