"""The stored secrets of second factors: which can be read, exchanging their key, taking a lost one away."""

import base64
import logging
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from tianfu.accounts.access import sessions
from tianfu.accounts.access.lock_order import lock_people
from tianfu.accounts.models import User
from tianfu.accounts.protection import encryption
from tianfu.accounts.signals import access_changed

logger = logging.getLogger(__name__)
WAY_OUT = (
    "平台更换过密钥，您原来的两步验证已无法核对。请输入一个恢复码；恢复码也不能用时，请联系平台系统管理员重置两步验证，"
    "重置后用登录密码登录，再重新启用。"
)


LAST_ONE = (
    "您的岗位要求两步验证，这是您唯一可用的一种，不能停用。要换手机或换应用，请用“更换”；也可以先添加另一种，再停用这一种。"
    "手机、通行密钥和恢复码都不能用时，请两位系统管理员为您重置。"
)


def is_needed(factor: Authenticator) -> bool:
    """Whether the person would be left without a factor that staff must have (E 13). Recovery codes are none."""
    if settings.STAFF_MFA != "required" or not factor.user.is_staff or factor.type == Authenticator.Type.RECOVERY_CODES:
        return False
    others = Authenticator.objects.filter(user_id=factor.user_id).exclude(pk=factor.pk)
    return not any(_readable(other) for other in others.exclude(type=Authenticator.Type.RECOVERY_CODES))


def hold(user: User, pk: int, kind: Authenticator.Type) -> Authenticator | None:
    """The person's factor, who is locked first: of two requests that take one factor each the second sees what the
    first left. None when it is gone. Raises ValidationError when it must stay. Call it inside a transaction."""
    person = lock_people(user)[user.pk]
    factor = Authenticator.objects.filter(pk=pk, user=person, type=kind).first()
    if factor is not None:
        factor.user = person
        if is_needed(factor):
            raise ValidationError(LAST_ONE, code="last")
    return factor


def secret_of(token: str) -> str:
    """The stored secret; when no key opens it, one that nobody knows, so that no code fits and every page goes on."""
    try:
        return encryption.decrypt(token)
    except encryption.Unreadable:
        logger.error("a stored second factor cannot be read: its encryption key is missing")
        return base64.b32encode(secrets.token_bytes(20)).decode()


def lost(user: object) -> list[Authenticator]:
    """The factors of this person that no key at hand can read."""
    return [factor for factor in Authenticator.objects.filter(user=user) if not _readable(factor)]


def _readable(factor: Authenticator) -> bool:
    try:
        for token in _tokens(factor.data):
            encryption.decrypt(token)
    except encryption.Unreadable:
        return False
    return True


def _tokens(data: dict[str, object]) -> Iterator[str]:
    """Every encrypted text in what allauth keeps of a factor."""
    for name in ("secret", "seed"):
        if name in data:
            yield str(data[name])
    many = data.get("migrated_codes")
    if isinstance(many, list):
        yield from (str(token) for token in many)


@dataclass(frozen=True)
class Rotation:
    """How many factors were written anew, stood under the newest key already, or could not be read (of whom)."""

    exchanged: int
    untouched: int
    unreadable: list[Authenticator]


def rotate() -> Rotation:
    """Write every secret that can be read anew under the first key; running it twice changes nothing."""
    exchanged = untouched = 0
    unreadable = []
    for pk in list(Authenticator.objects.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            # A recovery code that is used at this moment must not come back.
            factor = Authenticator.objects.select_for_update(of=("self",)).filter(pk=pk).first()
            if factor is None or all(encryption.is_newest(token) for token in _tokens(factor.data)):
                untouched += factor is not None
            elif not _readable(factor):
                unreadable.append(factor)
            else:
                Authenticator.objects.filter(pk=pk).update(data=_anew(factor.data))
                exchanged += 1
    return Rotation(exchanged, untouched, unreadable)


def _anew(data: dict[str, object]) -> dict[str, object]:
    again = {token: encryption.encrypt(encryption.decrypt(token)) for token in _tokens(data)}
    many = data.get("migrated_codes")
    return {
        **{name: again.get(value, value) if isinstance(value, str) else value for name, value in data.items()},
        **({"migrated_codes": [again[str(token)] for token in many]} if isinstance(many, list) else {}),
    }


def reset(user: User, *, actor: User | None, reason: str, first: User | None = None) -> int:
    """Take all factors away, end the person's sessions, tell the person by mail, and record why and who proposed it
    (`first`; None on the server); returns how many there were.

    Raises ValidationError without a reason or without a factor. Signing in then asks for the password, and staff
    set up a new factor before anything else.
    """
    if not reason.strip():
        raise ValidationError("请写明重置的理由。")
    with transaction.atomic():
        lock_people(user)
        factors = list(Authenticator.objects.filter(user=user))
        if not factors:
            raise ValidationError(f"{user.email} 没有启用两步验证，无需重置。")
        for factor in factors:
            factor.being_reset = True
            factor.delete()
        sessions.end_sessions(user)
        access_changed.send(
            sender=User,
            actor=actor,
            user=user,
            action="second_factor.reset",
            data={
                "reason": reason.strip(),
                "types": sorted(str(factor.type) for factor in factors),
                "proposed_by": first.pk if first is not None else None,
            },
        )
        get_adapter().send_mail("account/email/factor_reset", user.email, {"user": user})
    return len(factors)
