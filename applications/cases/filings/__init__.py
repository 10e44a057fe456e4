"""Read-back, signature, submission: what the enterprise files and stands by. Imports rules and models of `cases`."""
