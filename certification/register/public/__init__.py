"""The public site: list, brand, verify, feeds. Imports rules of `register` and models below."""
