"""What a request brings, before any view: no NUL, nothing invisible, a body that is text.
Imports what stands beside the folder."""
