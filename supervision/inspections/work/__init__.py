"""What of checks waits for whom, what desks should know, and what the beat does.
Imports everything of the subject but its pages."""
