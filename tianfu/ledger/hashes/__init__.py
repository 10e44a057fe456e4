"""Hashes: keyed fingerprints of phones and ID numbers, Merkle trees of RFC 6962.
Imports nothing of the floor."""
