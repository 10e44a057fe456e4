"""What an act on somebody's access leaves in the audit trail: who did it to whom, with the rights and the reason."""

import pytest

from tests.accounts import make
from tests.accounts.test_sessions import _with_second_factor
from tianfu.accounts.factors.resets import acts
from tianfu.accounts.grants.ends import end_role
from tianfu.accounts.models import RoleGrant, User
from tianfu.accounts.organisations.membership import (
    add_member,
    approve,
    leave,
    refuse,
    release,
    remove_member,
    request_membership,
    set_rights,
)
from tianfu.accounts.roles import Role
from tianfu.ledger.models import AuditEvent

pytestmark = pytest.mark.django_db


def events(prefix: str) -> list[tuple[str, int | None, str, object, str]]:
    rows = AuditEvent.objects.filter(action__startswith=prefix).order_by("pk")
    return [(row.action, row.actor_id, row.subject_id, row.data.get("rights"), row.reason) for row in rows]


def test_who_comes_to_act_for_an_organisation_and_who_stops() -> None:
    first = make.founder()
    boss, place = User.objects.get(pk=first.user_id), first.organisation
    asked, turned_away, added = make.user(), make.user(), make.user()
    before = len(events("membership."))
    request = request_membership(asked, place)
    approve(request, actor=boss, edit=True)
    set_rights(request, actor=boss, edit=True, sign=True, manage=False)
    remove_member(request, actor=boss, reason="离职")
    refuse(request_membership(turned_away, place), actor=boss, reason="不认识")
    joined = add_member(place, added, actor=boss, edit=True)
    leave(joined, actor=added)
    release(place, actor=None, reason="认领不成立")
    one, two, three, own = (str(person.pk) for person in (asked, turned_away, added, boss))
    assert events("membership.")[before:] == [
        ("membership.requested", asked.pk, one, [], ""),
        ("membership.approved", boss.pk, one, ["edit"], ""),
        ("membership.rights_set", boss.pk, one, ["edit", "sign"], ""),
        ("membership.removed", boss.pk, one, ["edit", "sign"], "离职"),
        ("membership.requested", turned_away.pk, two, [], ""),
        ("membership.refused", boss.pk, two, [], "不认识"),
        ("membership.added", boss.pk, three, ["edit"], ""),
        ("membership.left", added.pk, three, ["edit"], "本人退出"),
        ("membership.released", None, own, ["edit", "sign", "manage"], "认领不成立"),
    ]


def test_a_role_that_ends_and_a_reset_that_comes_to_nothing() -> None:
    admin, second = make.administrator(), make.administrator()
    person = make.staff(Role.EXPERT)
    _with_second_factor(person)
    for outcome in (acts.refuse, acts.withdraw):
        reset = acts.propose(person, actor=admin, reason="当面核验", identity="totp")
        by = second if outcome is acts.refuse else admin
        outcome(reset, actor=by, reason="未能核实", identity="totp")
    end_role(RoleGrant.objects.get(user=person), actor=admin, reason="调离", identity="totp")
    key = str(person.pk)
    rows = AuditEvent.objects.filter(subject_id=key, action__in=[
        "second_factor.reset_refused", "second_factor.reset_withdrawn", "role.ended",
    ]).order_by("pk")  # fmt: skip
    assert [(row.action, row.actor, row.reason, row.data["identity"]) for row in rows] == [
        ("second_factor.reset_refused", second, "未能核实", "totp"),
        ("second_factor.reset_withdrawn", admin, "未能核实", "totp"),
        ("role.ended", admin, "调离", "totp"),
    ]
