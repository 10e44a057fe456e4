"""What the banner says of the case on the page."""

from typing import Any

from django import template

from tianfu.demo.turn import Turn, turn_of

register = template.Library()


@register.simple_tag(takes_context=True)
def demo_turn(context: dict[str, Any]) -> Turn | None:
    """Whose turn the page's `application` is; None on other pages."""
    return turn_of(context.get("application"))
