"""Drawings: artwork and marks, security patterns, QR codes, text as outlines, samples for the demo.
Imports typefaces/, the renderer and shapes."""
