from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from tianfu.inbox.smtp import Server


@register
def smtp_url(app_configs: Sequence[Any] | None, **other: Any) -> list[CheckMessage]:
    """A mistyped mail server is said at the start, not when the first mail fails."""
    if not settings.SMTP_URL:
        return []
    try:
        Server.from_url(settings.SMTP_URL)
    except ImproperlyConfigured as error:
        return [Error(str(error), id="inbox.E001")]
    return []
