"""Products of an enterprise and the versions of their facts.

A filed case keeps the version it was filed with; a change makes a new one.
"""
