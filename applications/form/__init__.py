"""What the enterprise fills in: which part of it is open now, and to whom; how drafts start, stand and end.

May import enterprises and the case; pages of the form import it.
"""
