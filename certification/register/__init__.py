"""The public register: order and number of what a search finds, feeds, addresses for search engines, proofs.
Imports models, searching and what the lower floors offer; nothing of the surfaces."""
