"""What officers do with a case: a review recorded, the stage passed, a correction asked for, the case ended; and what bars it.
Imports the models of review and `applications.cases`."""
