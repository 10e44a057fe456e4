"""What waits for the holder and the desks, what ends soon, and the operator's overview with its reminders.
Imports everything of the subject but its pages."""
