"""Telling people. The message goes into the inbox, which is the legal channel; a mail only says that it waits there."""

from collections.abc import Collection, Iterable, Mapping

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from tianfu.accounts.models import Organisation, User
from tianfu.inbox import audience
from tianfu.inbox.catalogue import Rendered, kind_of, render
from tianfu.inbox.mail.outbox import store_mail
from tianfu.inbox.message_kind import Mail, MessageKind
from tianfu.inbox.models import InboxMessage
from tianfu.inbox.reader.preferences import wants_mail
from tianfu.registry.spoken import words_about

__all__ = ["notify", "was_told"]

# Where the portal mounts urls_portal (a test holds the two together): mails are written without the web's addresses loaded.
INBOX_PATH = "/portal/inbox/"


def notify(
    key: str,
    *,
    organisation: Organisation | None = None,
    users: Iterable[User] = (),
    roles: Collection[str] = (),
    region: str | None = None,
    programme: str | None = None,
    context: Mapping[str, object],
    link: str = "",
    about: str = "",
    once: str = "",
) -> list[InboxMessage]:
    """Write the message `key` to an organisation, to people, to the holders of roles (in a region, for a programme), in the caller's
    transaction, and store the mails that point to it. Returns the messages written.

    - One message for an organisation, read by all its members; one for each person; nothing is sent in here.
    - `link`: path in this site where the reader acts on it. `about`: what it concerns, e.g. "application:12".
    - `once`: business key; a second call with the same key and recipient writes and mails nothing.
    - Without any recipient the catalogue's own desks are told. A desk that nobody holds does not stop the caller.

    Raises KeyError for an unknown key, WrongContext for a missing or unknown variable, ValueError for a link that leaves
    this site or for no recipient at all.
    """
    kind = kind_of(key)
    text = render(key, context, words_about(about))
    path = _inside(link)
    users = list(users)
    if organisation is None and not users and not roles:
        roles = kind.roles
    if organisation is None and not users and not roles:
        raise ValueError(f"消息 {key} 没有收件人")
    people = {user.pk: user for user in [*users, *(audience.desk(roles, region, programme) if roles else ())]}
    written = []
    with transaction.atomic():
        if organisation is not None:
            message = _write(kind, text, path, about, once, organisation=organisation)
            if message is not None:
                written.append(message)
                _mail(kind, text, path, message, audience.members(organisation, kind.audience))
        for person in people.values():
            message = _write(kind, text, path, about, once, user=person)
            if message is not None:
                written.append(message)
                _mail(kind, text, path, message, [person] if person.is_active else [])
    return written


def was_told(key: str, once: str, organisation: Organisation) -> bool:
    """Has it had this message already? Asked first by rounds, which then write not a line, however often they run."""
    return InboxMessage.objects.filter(once=_business_key(key, once, f"organisation:{organisation.pk}")).exists()


def _business_key(key: str, once: str, recipient: str) -> str:
    return f"{key}|{once}|{recipient}"


def _write(
    kind: MessageKind, text: Rendered, path: str, about: str, once: str, **to: Organisation | User
) -> InboxMessage | None:
    """The message row, or None when this recipient has had it already."""
    values = {
        "key": kind.key,
        "audience": kind.audience,
        "subject": text.subject,
        "body": text.body,
        # A one-time link is only in the mail: the inbox keeps what it has for ever.
        "link": "" if kind.secret else path,
        "about": about,
        **to,
    }
    if not once:
        return InboxMessage.objects.create(**values)
    recipient = next(f"{name}:{row.pk}" for name, row in to.items())
    message, created = InboxMessage.objects.get_or_create(
        once=_business_key(kind.key, once, recipient), defaults=values
    )
    return message if created else None


def _mail(kind: MessageKind, text: Rendered, path: str, message: InboxMessage, people: list[User]) -> None:
    full = kind.mail == Mail.FULL
    where = path if full and path else f"{INBOX_PATH}{message.pk}/"
    for person in wants_mail(people, kind):
        values = {
            "name": person.name,
            "subject": text.subject,
            "body": text.body if full else "",
            "url": settings.PUBLIC_URL + where,
            "can_switch_off": not kind.legal,
        }
        store_mail(
            person.email,
            text.subject,
            render_to_string("email/message.txt", values),
            html=render_to_string("email/message.html", values),
            key=kind.key,
            about=message.about,
            secret=kind.secret,
        )


def _inside(link: str) -> str:
    """The link as a path of this site."""
    path = link.removeprefix(settings.PUBLIC_URL)
    if path and (not path.startswith("/") or path.startswith(("//", "/\\")) or any(c.isspace() for c in path)):
        raise ValueError(f"消息链接必须是本站地址：{link!r}")
    return path
