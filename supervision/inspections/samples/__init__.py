"""抽样检验: samples taken in a check, their test, and the retest that the enterprise may ask for.

May import what the rest of `inspections` may; of `inspections` itself only the task, its people and its messages.
"""
