"""The desk of a mark: who works there, what waits there, whom a message about the mark reaches.
Imports the models."""
