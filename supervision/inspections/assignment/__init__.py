"""Who checks what: tasks from the picks of a draw, directed checks, and tasks of a draw whose number was corrected.
Imports what stands beside the folders, and inspected/holder."""
