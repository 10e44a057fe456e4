"""What a search finds, in which order, and how many.
Imports authorizations/."""
