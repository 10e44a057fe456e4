"""Authorizations found: by number and words, by holder, by certificate, for a case; and how many there are.
Imports the models."""
