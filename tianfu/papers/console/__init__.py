"""Console pages of issued papers: read-only."""

from tianfu.papers.console import issued

__all__ = ["issued"]
