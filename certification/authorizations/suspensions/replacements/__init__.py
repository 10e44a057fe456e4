"""A new quality certificate under a mark. Imports models, suspensions and `certificates`."""
