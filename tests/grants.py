"""Roles for the tests: as an installation had them from before two administrators were needed, in effect at once."""

import pgtrigger
from django.db import transaction

from tianfu.accounts.grants.effect import follow_grants
from tianfu.accounts.grants.proposals import confirm_grant, propose_grant
from tianfu.accounts.models import Origin, Region, RoleGrant, User
from tianfu.accounts.roles import Role


def hold(person: User, role: Role, region: Region | None = None, reason: str = "测试", **fields: object) -> RoleGrant:
    """Past the rule of two, which has tests of its own; every other constraint stands."""
    with pgtrigger.ignore("accounts.RoleGrant:rolegrant_by_two"), transaction.atomic():
        grant = RoleGrant.objects.create(
            user=person, role=role, region=region, reason=reason, origin=Origin.BEFORE, **fields
        )
    follow_grants(person)
    return grant


def give(
    person: User, role: Role, *, first: User, second: User, region: Region | None = None, reason: str = "任命文件"
) -> RoleGrant:
    """By two administrators, as on the pages."""
    proposal = propose_grant(person, role, region=region, actor=first, reason=reason, identity="password")
    return confirm_grant(proposal, actor=second, reason="已核对", identity="totp")
