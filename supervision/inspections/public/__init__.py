"""一公开: the results of checks for everybody. No inspector's name, no photo, no text of a finding."""
