"""检查对象名录库: what the register says of each object, how the directory follows it, and which may be drawn.
Imports what stands beside the folders, and plans/rules."""
