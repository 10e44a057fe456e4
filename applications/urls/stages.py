"""Addresses of the stages: each keeps its own in `urls.py` of its folder, in lists named by where they are hung."""

from django.urls import URLPattern

from tianfu.registry.discovery import found


def addresses(where: str) -> list[URLPattern]:
    """Those of all stages for "console", "portal" or "public"."""
    return [entry for module in found("applications.review.stages", "urls") for entry in getattr(module, where, [])]
