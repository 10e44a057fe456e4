"""Quality certificates on the pages of bodies and enterprises. Imports rules and models of `certificates`."""
