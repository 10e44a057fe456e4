"""A role is given by two administrators: proposal, confirmation, from when it holds, the first administrators.

May import the models, the lock order and the separation of this floor; what policy says comes through `limits`.
"""
