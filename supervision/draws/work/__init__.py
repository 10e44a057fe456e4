"""What waits for organisers, what desks should know, and what the beat does for draws.
Imports everything of the subject but its pages."""
