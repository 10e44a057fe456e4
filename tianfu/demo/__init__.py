"""Trying the platform out: changing the account of the demo in two clicks. Wiring: may import everything.
Nothing here answers without DEMO=1, which the start check of the demo clock refuses on a real site."""
