"""Every verb of every aggregate, asked at the door itself: who may, and each way to ask wrongly.

`cast.py` everybody who could ask · `tables.py` the kept tables of who may what in which state · `probe.py` the wrong
calls made of each valid one · `wrong.py` what else may be missing, per verb. The tests stand with the owners of the rules.
"""
