"""Where a case stands, in words, and who acts on it: desks, offices, remedies. Imports the rules and models of `cases`."""
