"""承诺: the directories frozen, the hashes in the public log, everybody told.
Imports plans/ and below."""
