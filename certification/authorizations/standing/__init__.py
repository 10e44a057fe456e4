"""Where an authorization stands: its timeline, what may be done about it, what it needs of whom; tables that subjects fill.
Imports the models."""
