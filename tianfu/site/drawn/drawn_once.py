"""Parts of pages with few faces, drawn from their templates once in a process: a list has the same pill in every row."""

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def pill(state: object = "", label: object = "", tone: object = "") -> SafeString:
    """components/pill.html."""
    return _pill(str(state), str(label), str(tone))


@lru_cache(maxsize=500)
def _pill(state: str, label: str, tone: str) -> SafeString:
    given = {"state": state, "label": label, "tone": tone}
    return SafeString(render_to_string("components/pill.html", given).strip())


@register.simple_tag
def menu(items: object) -> SafeString:
    """components/nav.html of a menu without numbers: it has as many faces as entries."""
    return _menu(tuple((item["label"], item["url"], item["current"]) for item in items))  # type: ignore[attr-defined]


@lru_cache(maxsize=100)
def _menu(entries: tuple[tuple[str, str, bool], ...]) -> SafeString:
    items = [{"label": label, "url": url, "current": current} for label, url, current in entries]
    return SafeString(render_to_string("components/nav.html", {"items": items}).strip())


@register.simple_tag
def fixed(name: str) -> SafeString:
    """A template that says the same to everybody, whatever the page: it gets no context."""
    return _fixed(name, settings.PLATFORM_NAME, settings.PLATFORM_LINE, settings.ROOT_URLCONF)


@lru_cache(maxsize=50)
def _fixed(name: str, *depends: str) -> SafeString:
    return SafeString(render_to_string(name).strip())
