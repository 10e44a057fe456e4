"""What lets anybody check an entry: its hash and its place in the public log.
Imports authorizations/."""
