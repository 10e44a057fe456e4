"""Papers as they were issued. Imports the kinds."""

from tianfu.papers.models.paper import Paper, TemplateSource

__all__ = ["Paper", "TemplateSource"]
