"""The inspected side: what it sees, objects to, reports, and may read.
Imports everything of the subject but the console."""
