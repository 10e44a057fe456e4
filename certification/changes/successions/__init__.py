"""继受: a mark passes on to the firm that a merger or division leaves; both sides sign, two people decide.

May import issuing/, authorizations/, certificates/ and bodies/ below, and letters and commitments beside it.
"""
