"""注销 on request: the holder gives the mark back; two people of the operator carry it out.

May import issuing/, authorizations/, certificates/ and bodies/ below.
"""
