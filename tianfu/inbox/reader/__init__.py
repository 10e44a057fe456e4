"""Whoever reads messages: the pages, the proof of reading, which mails a person wants.
Imports the models and the catalogue."""
