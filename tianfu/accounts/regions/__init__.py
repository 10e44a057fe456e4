"""Administrative divisions of the provinces served, GB/T 2260, and those that filters offer.
Imports the models."""
