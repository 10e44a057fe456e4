"""Tables that the apps above fill for the floors below, and the check that nothing was forgotten or added twice.

It stands beside `tianfu.text`: every floor may use it, it imports none.
"""
