"""What is done to files that lie here: scanned for viruses, compared with the register.
Imports the models."""
