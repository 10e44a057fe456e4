"""What a section of the form must answer, and which are open now.
Imports the models and states of cases."""
