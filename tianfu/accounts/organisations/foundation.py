"""Registering an organisation together with the person who will manage it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from tianfu.accounts.access.lock_order import lock_people
from tianfu.accounts.models import Organisation, OrganisationKind, Region, User
from tianfu.accounts.models.stamps import real_now
from tianfu.accounts.organisations.membership import add_member
from tianfu.accounts.organisations.uscc import clean_uscc
from tianfu.accounts.signals import access_changed


def found_organisation(
    *,
    kind: OrganisationKind,
    name: str,
    manager: User,
    actor: User | None,
    uscc: str = "",
    region: Region | None = None,
    sign: bool = True,
    at: datetime | None = None,
    uscc_confirmed: bool = False,
    reason: str = "",
    identity: str = "",
) -> Organisation:
    """Registers an organisation and makes `manager` its first member with all rights (`sign` as told).

    An enterprise is founded by its manager (`actor` = `manager`), an office or body by a system administrator.
    `reason` and `identity` (how the administrator confirmed who they are) stand in the audit.
    Raises ValidationError under `uscc` or `name` when the code is wrong or one of them is taken.
    """
    code = _clean_code(uscc, confirmed=uscc_confirmed)
    with transaction.atomic():
        lock_people(manager, actor)
        organisation = Organisation(kind=kind, name=name.strip(), uscc=code, region=region, created_at=at or real_now())
        # Two people claiming one code at once: the unique index lets one in, the check below names the reason.
        organisation.full_clean()
        organisation.save()
        access_changed.send(
            sender=Organisation,
            actor=actor,
            user=manager,
            action="organisation.founded",
            data={
                "organisation": organisation.pk,
                "kind": str(kind),
                "name": organisation.name,
                "uscc": code,
                "reason": reason.strip(),
                "identity": identity,
            },
        )
        add_member(organisation, manager, actor=actor, edit=True, sign=sign, manage=True, at=at)
    return organisation


def _clean_code(uscc: str, *, confirmed: bool) -> str | None:
    if not uscc.strip():
        return None
    try:
        code = clean_uscc(uscc, confirmed=confirmed)
    except ValidationError as error:
        raise ValidationError({"uscc": error.error_list}) from error
    if Organisation.objects.bearing(code).exists():
        raise ValidationError(
            {"uscc": ValidationError("这个统一社会信用代码已经登记，请申请加入该组织。", code="taken")}
        )
    return code
