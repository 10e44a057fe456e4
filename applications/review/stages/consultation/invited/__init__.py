"""Who is asked: the departments a programme names, and their people.
Imports nothing of the stage but its models."""
