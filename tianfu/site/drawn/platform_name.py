"""{% platform %} in any template: what this installation calls itself (settings.PLATFORM_NAME), whichever brands it runs."""

from django import template
from django.conf import settings

from tianfu.accounts.programmes import seat

register = template.Library()


@register.simple_tag
def platform() -> str:
    return str(settings.PLATFORM_NAME)


@register.simple_tag
def platform_drawn() -> bool:
    """Whether static/img/wordmark.svg draws this very name; any other is set in type."""
    return settings.PLATFORM_NAME == settings.DRAWN_NAME


@register.simple_tag
def seat_word() -> str:
    """What the places are called in which the programmes' cases are reviewed: 市（州）."""
    return seat()


@register.simple_tag
def platform_line() -> str:
    """What stands beside the name at the foot of every page."""
    return str(settings.PLATFORM_LINE)
