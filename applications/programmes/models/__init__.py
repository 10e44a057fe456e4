"""Programmes with versions and batches, and reference data: standards, industries. Imports nothing of this app but states."""
