"""What the banner says of the case on the page."""

from typing import Any

from django import template
from django.conf import settings

from tianfu.demo.accounts import PASSWORD, accounts
from tianfu.demo.turn import Turn, turn_of

register = template.Library()


@register.simple_tag(takes_context=True)
def demo_turn(context: dict[str, Any]) -> Turn | None:
    """Whose turn the page's `application` is; None on other pages."""
    return turn_of(context.get("application"))


@register.simple_tag(takes_context=True)
def demo_password(context: dict[str, Any]) -> str:
    """In the demo, the printed password of its own accounts, so that confirming is one press; "" everywhere else."""
    user = getattr(context.get("request"), "user", None)
    known = settings.DEMO and user is not None and user.is_authenticated
    return PASSWORD if known and user.email in {account.email for account in accounts()} else ""
