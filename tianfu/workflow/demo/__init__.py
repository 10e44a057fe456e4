"""The moved clock of a demo, and the banner that says so.
Imports the clock and the calendar."""
