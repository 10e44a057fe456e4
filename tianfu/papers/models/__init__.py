from tianfu.papers.models.paper import Paper, TemplateSource

__all__ = ["Paper", "TemplateSource"]
