"""更名、迁址、合并: an enterprise asks with evidence, the city decides, it holds from its day on.

What was issued keeps the name it was issued to; open cases follow.
"""
