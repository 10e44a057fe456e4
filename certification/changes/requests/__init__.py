"""变更: what an authorization says is altered at its holder's wish, reviewed fact by fact.

May import issuing/, authorizations/, certificates/ and bodies/ below.
"""
