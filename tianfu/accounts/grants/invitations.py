"""Accounts that an administrator makes for somebody else: the person sets the password by a link in a mail."""

from datetime import timedelta

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from tianfu.accounts.access.lock_order import fresh, lock_people
from tianfu.accounts.grants.fit import check_administrator
from tianfu.accounts.models import User
from tianfu.accounts.models.stamps import real_now
from tianfu.accounts.signals import access_changed, invited


def create_account(
    *,
    email: str,
    name: str,
    actor: User | None,
    password: str | None = None,
    reason: str = "",
    identity: str = "",
) -> User:
    """An account with a confirmed address; without a password nobody can sign in to it yet.

    `reason` and `identity` (how the administrator confirmed who they are) stand in the audit.

    Raises ValidationError under `email` when the address is in use, in whatever case.
    """
    check_administrator(actor)
    address = email.strip().lower()
    taken = ValidationError({"email": ValidationError("这个电子邮箱已被使用。", code="taken")})
    if User.objects.filter(email__iexact=address).exists():
        raise taken
    with transaction.atomic():
        check_administrator(fresh(actor, lock_people(actor)))
        user = User(email=address, name=name.strip(), created_by=actor)
        user.set_password(password)
        user.full_clean(exclude=["password"], validate_unique=False)
        try:
            with transaction.atomic():
                user.save()
        except IntegrityError as error:  # another administrator, a moment ago
            raise taken from error
        # The administrator vouches for the address; the link that is sent there proves it.
        EmailAddress.objects.create(user=user, email=address, primary=True, verified=True)
        data = {"email": address, "reason": reason.strip(), "identity": identity}
        access_changed.send(sender=User, actor=actor, user=user, action="account.created", data=data)
    return user


def send_invitation(user: User, *, actor: User | None) -> str:
    """Has a link mailed to set the first password, valid for PASSWORD_RESET_TIMEOUT; an older link stays valid too
    until one of them is used. Call it when account and roles are stored, in their transaction. Returns the path."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    uidb36, _, token = key.partition("-")
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": token})
    valid_until = real_now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    invited.send(sender=User, user=user, actor=actor, path=path, valid_until=valid_until)
    return path
