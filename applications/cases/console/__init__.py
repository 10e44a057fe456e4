"""What every console page of a case needs. Imports models of `cases`."""
