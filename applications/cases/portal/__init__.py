"""What every portal page of a case needs. Imports rules and models of `cases`."""
