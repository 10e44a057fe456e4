"""For templates: how many messages wait. Costs nothing on pages that do not show it."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from tianfu.inbox.reading import UNREAD_SHOWN, unread_count


def unread_messages(request: HttpRequest) -> dict[str, object]:
    """`inbox_unread` ("" = none, "3", "99+") for a signed-in person."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"inbox_unread": ""}

    def shown() -> str:
        count = unread_count(user)
        return f"{UNREAD_SHOWN}+" if count > UNREAD_SHOWN else str(count or "")

    return {"inbox_unread": SimpleLazyObject(shown)}
