"""Pages of the console about draws: list, planner's sitting, confirmation, values, meeting, teams.

May import the rules of `supervision.draws` and the console's page helpers."""
