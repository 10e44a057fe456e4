"""名录库: whom one may inspect, who inspects, what for, and the plan of the year. The lowest subject of supervision.

It imports certification and below; what only draws, inspections or lists know they hand in by the registries of
`objects.py` and `inspectors.py`.
"""
