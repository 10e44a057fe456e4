"""Causes of a suspension, its limits, the holder's own request. Imports models of `authorizations`."""
