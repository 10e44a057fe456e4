"""Which mails a person wants. The inbox always receives every message; legal messages are always mailed too."""

from collections.abc import Collection

from django.db import transaction

from tianfu.accounts.models import User
from tianfu.inbox.catalogue import CATALOGUE
from tianfu.inbox.message_kind import Audience, Mail, MessageKind
from tianfu.inbox.models import MailOptOut


def choices_for(user: User) -> list[MessageKind]:
    """The kinds whose mail this person can switch off: not legal, mailed, and of the kind this person receives."""
    wanted = {Audience.PERSON}
    if user.is_staff:
        wanted.add(Audience.DESK)
    if user.active_memberships:
        wanted |= {Audience.MEMBERS, Audience.EDITORS, Audience.SIGNERS}
    if any(membership.can_manage for membership in user.active_memberships):
        wanted.add(Audience.MANAGERS)
    return [k for k in CATALOGUE.values() if not k.legal and k.mail != Mail.NONE and k.audience in wanted]


def switched_off(user: User) -> set[str]:
    return set(MailOptOut.objects.filter(user=user).values_list("key", flat=True))


def keep_only(user: User, wanted: Collection[str], was: Collection[str] | None = None) -> None:
    """Of the kinds offered to this person, mail exactly those in `wanted`; what was not offered stays as it was.

    `was`: the kinds the page showed as wanted. One left as shown stays as another window may have set it since.
    """
    offered = {kind.key for kind in choices_for(user)}
    if was is not None:
        offered &= set(wanted) ^ set(was)
    with transaction.atomic():
        MailOptOut.objects.filter(user=user, key__in=offered & set(wanted)).delete()
        MailOptOut.objects.bulk_create(
            [MailOptOut(user=user, key=key) for key in sorted(offered - set(wanted))], ignore_conflicts=True
        )


def wants_mail(users: Collection[User], kind: MessageKind) -> list[User]:
    """Those of `users` to whom a mail of this kind goes."""
    if kind.mail == Mail.NONE:
        return []
    if kind.legal:
        return list(users)
    off = set(MailOptOut.objects.filter(user__in=users, key=kind.key).values_list("user_id", flat=True))
    return [user for user in users if user.pk not in off]
