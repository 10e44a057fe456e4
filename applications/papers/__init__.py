"""Papers of a case: what was wanted, what is made, what waits.

May import the case and its history, never a page.
"""
