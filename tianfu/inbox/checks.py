from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from tianfu.inbox.catalogue import CATALOGUE
from tianfu.inbox.mail.smtp import Server
from tianfu.registry.discovery import BASE
from tianfu.registry.literals import unknown


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


@register
def messages_exist(app_configs: Sequence[Any] | None = None, **other: Any) -> list[CheckMessage]:
    """A key that nobody registered is said at the start, not when the first such message is sent."""
    return [Error(sentence, id="inbox.E002") for sentence in unknown_messages()]


def unknown_messages(base: Path = BASE) -> list[str]:
    """Keys are what looks like one (two words or more) among the arguments of `notify` and of the `tell_…` around it."""
    found = unknown(r"_?(notify|tell)(_[a-z_]+)?", r"[a-z]+(_[a-z]+)+", CATALOGUE.__contains__, base)
    return [f"{one.place} 要发送消息“{one.text}”，但没有 message_kinds.py 登记它。" for one in found]
