"""Pages of the directories on the console."""
