"""Between server and view: requests taken in, public answers kept for seconds, refusals and errors in words.
Wiring: imports every floor."""
