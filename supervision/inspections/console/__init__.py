"""Pages of checks on the console: the lists, one task, its field form for a phone, conclusion, review, publication."""
