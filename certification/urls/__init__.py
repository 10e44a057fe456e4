"""Addresses of this app, collected from its subjects. Imports surfaces only."""
