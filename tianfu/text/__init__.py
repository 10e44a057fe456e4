"""How text, numbers and moments are read and written: leaves without a model, for every floor.
Imports nothing of ours."""
