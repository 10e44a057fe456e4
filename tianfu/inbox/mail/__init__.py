"""Mails: stored in the caller's transaction, handed to the server by a job, shown by the demo.
Imports the models and wording."""
