"""What keeps the floor in order: who holds a job, what is thrown away, reference data.
Imports the clock, models, policies."""
