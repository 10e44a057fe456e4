"""TFMP-DRAW-1 (trust A): from four files to a result, its lint, its verifier, the page that runs it again.
Imports itself and the standard library only (`page.py` apart), so that a sceptic runs it without the platform."""
