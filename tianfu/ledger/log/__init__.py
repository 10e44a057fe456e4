"""The public register log (trust.md B): what the register did, in an order nobody can change unseen.

An RFC 6962 Merkle tree served as C2SP tlog-tiles with a signed checkpoint, so that tools of others can
read it. Only what is public anyway goes in: a log cannot forget.
"""
