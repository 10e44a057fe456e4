"""续期: in its window the holder says what changed since, the programme's shorter order looks at it, and a new authorization
begins the day after the old one ends. May import everything below changes/; nothing of the other changes.
"""
