"""What happened to the sample enterprises until today: one module for each part of their stories.
Imports every floor, and accounts, firms and papers of the demo."""
