"""Programmes as data, and the batches opened for them.
May import models, workflow and what lies below."""
