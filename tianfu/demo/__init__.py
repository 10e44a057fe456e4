"""Trying the platform out: the data of the demo (fictional firms, accounts, one module per part of a story), its commands, and
changing the account in two clicks. Wiring: may import everything, nothing imports it.
Nothing here answers without DEMO=1, which the start check of the demo clock refuses on a real site."""
