"""The work list and the review page with its acts. Imports the rules of `review`, `form` and `cases`."""
