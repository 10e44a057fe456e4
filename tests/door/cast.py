"""Everybody who could stand before the door: each role here and elsewhere, each right of a member, and those without any."""

from typing import Any

from django.contrib.auth.models import AnonymousUser

from tests import make
from tianfu.accounts.models import Membership, Organisation, User
from tianfu.accounts.organisations.membership import request_membership
from tianfu.accounts.roles import REGION_OPTIONAL, REGION_REQUIRED, Role
from tianfu.workflow import clock
from tianfu.workflow.door import SYSTEM

HERE, ELSEWHERE = "510100", "510700"
# Roles that one person may hold together, and who holds them all but whose account is disabled.
MANY = (
    Role.PROVINCE_OFFICER, Role.PROVINCE_APPROVER, Role.OPERATOR_OFFICER, Role.COMMITTEE_MEMBER, Role.EXPERT,
    Role.SUPERVISOR_VOLUNTEER,
)  # fmt: skip

Cast = dict[str, Any]


def staff() -> Cast:
    """One person for each role and each place where it can be held."""
    people: Cast = {}
    for role in Role:
        places = {"": None}
        if role in REGION_REQUIRED:
            places = {"@here": HERE, "@elsewhere": ELSEWHERE}
        elif role in REGION_OPTIONAL:
            places |= {"@here": HERE, "@elsewhere": ELSEWHERE}
        for name, region in places.items():
            people[f"{role.value}{name}"] = make.officer(role, region)
    return people


def members(key: str, organisation: Organisation) -> Cast:
    """A person for each single right in an organisation, one with none, one who left, one who only asks to join."""
    people: Cast = {}
    for right in ("edit", "sign", "manage", "view"):
        rights = {name: name == right for name in ("edit", "sign", "manage")}
        people[f"{key}.{right}"] = make.member(organisation, **rights)
    people[f"{key}.left"] = make.founder(organisation)
    Membership.objects.filter(user=people[f"{key}.left"]).update(status="ended", ended_at=clock.now())
    people[f"{key}.asks"] = make.user()
    request_membership(people[f"{key}.asks"], organisation)
    return people


def cast(holder: Organisation | None = None, body: Organisation | None = None, **more: Any) -> Cast:
    """Everybody, with the members of the two organisations that the case is about, of two others, and `more`."""
    everybody = staff()
    other = make.enterprise("另一家居制造有限公司", uscc="91511900TFMP17177L").organisation
    for key, organisation in (("holder", holder), ("body", body)):
        if organisation is not None:
            everybody |= members(key, organisation)
    everybody["other_holder"] = make.founder(other)
    everybody["other_body"] = make.founder(make.body("示例认证有限公司（另）").organisation)
    disabled = make.user()
    for role in MANY:
        make.grant(disabled, role)
    User.objects.filter(pk=disabled.pk).update(is_active=False)
    everybody |= {"disabled": disabled, "nobody": make.user(), "anonymous": AnonymousUser(), "system": SYSTEM}
    fresh = {key: _fresh(person) for key, person in (everybody | more).items()}
    assert all(not row.waiting_grants for row in fresh.values() if isinstance(row, User)), "these roles hold"
    return fresh


def _fresh(person: Any) -> Any:
    """As the next request reads him."""
    return User.objects.get(pk=person.pk) if isinstance(person, User) else person
