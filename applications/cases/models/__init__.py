"""The case and its history, filings and signatures. Imports the rules of `cases`, programmes and enterprises."""
