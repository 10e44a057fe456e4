"""Working days, office hours and due dates. Imports the clock and models of `workflow`."""
