"""认证机构: membership of the alliance and scopes with their dates, and the body's own pages.

The lowest subject of this floor: imports models only.
"""
