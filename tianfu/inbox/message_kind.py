"""What the catalogue says about one kind of message."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import models


class Audience(models.TextChoices):
    """Whom a message is for. All members of an organisation can read its messages in the portal, except MANAGERS ones."""

    MEMBERS = "members", "企业全体成员"
    EDITORS = "editors", "可填写申报的成员"
    SIGNERS = "signers", "可签署的成员"
    MANAGERS = "managers", "企业管理员"
    DESK = "desk", "岗位"
    PERSON = "person", "本人"


class Mail(models.TextChoices):
    """NONE: inbox only. POINTER: a mail says that a message waits. FULL: the mail carries the text itself,
    for people who cannot sign in yet."""

    NONE = "none", "不发邮件"
    POINTER = "pointer", "邮件提示"
    FULL = "full", "邮件全文"


@dataclass(frozen=True)
class MessageKind:
    """One message of the system.

    `sample` names every variable of the texts with an example value; `optional` are those a caller may leave out.
    `legal` messages have legal effect: their mail cannot be switched off. `secret` ones carry a one-time link: nobody
    but the addressee may read the mail. `roles` are the desks told when the caller names none.
    """

    key: str
    label: str
    audience: Audience
    subject: str
    body: str
    sample: Mapping[str, object]
    optional: frozenset[str] = frozenset()
    mail: Mail = Mail.POINTER
    legal: bool = False
    secret: bool = False
    roles: tuple[str, ...] = field(default=())
