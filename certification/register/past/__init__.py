"""What a number was on an earlier day, and which number came before and after it.

May import verification and proof beside it and everything below the register; the public pages and the API read it.
"""
