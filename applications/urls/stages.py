"""Addresses of the stages: each keeps its own in `urls.py` of its folder, in lists named by where they are hung, and
beside them what stands in the console's menu."""

from django.urls import URLPattern

from tianfu.registry.discovery import found


def addresses(where: str) -> list[URLPattern]:
    """Those of all stages for "console", "portal" or "public"."""
    return [entry for module in found("applications.review.stages", "urls") for entry in getattr(module, where, [])]


def console_menu() -> list[tuple[str, str]]:
    """(label, name of the address) of the lists that stages keep, each shown to whom its page lets in."""
    return [entry for module in found("applications.review.stages", "urls") for entry in getattr(module, "menu", [])]
