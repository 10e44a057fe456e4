"""Nobody gets two sides at one moment, and nobody waits for ever: one lock order (docs/decisions/0012)."""

from collections.abc import Callable
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.grants import hold
from tests.threads import together
from tianfu.accounts.grants.ends import disable, end_role
from tianfu.accounts.grants.proposals import confirm_grant, propose_grant
from tianfu.accounts.models import GrantProposal, Membership, Organisation, OrganisationKind, RoleGrant, User
from tianfu.accounts.organisations.foundation import found_organisation
from tianfu.accounts.organisations.membership import (
    add_member,
    approve,
    hand_over,
    release,
    remove_member,
    request_membership,
)
from tianfu.accounts.roles import Role

from . import make

ROUNDS = 20
SIDES = [OrganisationKind.ENTERPRISE, OrganisationKind.CERTIFICATION_BODY]


def _again(person: User) -> User:
    return User.objects.get(pk=person.pk)


def _sides(person: User) -> tuple[int, int]:
    return (
        RoleGrant.objects.active().filter(user=person).count(),
        Membership.objects.live().filter(user=person).count(),
    )


def _become(
    person: User, organisation: Organisation, way: int, role: GrantProposal, second: User, index: int
) -> object:
    """Officer (`index` 0) or member, by a request or let in."""
    if index == 0:
        return confirm_grant(role, actor=second, reason="同时", identity="totp")
    if way:
        return add_member(organisation, _again(person), actor=None)
    return request_membership(_again(person), organisation)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_nobody_becomes_officer_and_member_at_once() -> None:
    made = {kind: make.member(make.organisation(kind), manage=True).organisation for kind in SIDES}
    first, second = make.administrator(), make.administrator()
    for turn in range(ROUNDS):
        person, organisation = make.user(), made[SIDES[turn % 2]]
        role = propose_grant(person, Role.PROVINCE_OFFICER, actor=first, reason="同时", identity="totp")
        results = together(2, partial(_become, person, organisation, turn // 2 % 2, role, second))
        refused = [result for result in results if isinstance(result, Exception)]
        assert [type(result) for result in refused] == [ValidationError]
        assert sum(_sides(person)) == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_end_each_others_role_do_not_meet_in_a_deadlock() -> None:
    make.administrator()  # two must be left
    for turn in range(ROUNDS):
        pair = [make.administrator(), make.administrator()]
        grants = [person.role_grants.get() for person in pair]

        def go(index: int, pair: list[User] = pair, grants: list[RoleGrant] = grants, turn: int = turn) -> None:
            actor, other = _again(pair[index]), pair[1 - index]
            if turn % 2:
                disable(_again(other), actor=actor, reason="互相停用", identity="totp")
            else:
                end_role(grants[1 - index], actor=actor, reason="互相终止", identity="totp")

        results = together(2, go)
        # Whoever came second was no administrator any more: refused, not deadlocked.
        assert sorted(type(result).__name__ for result in results) == ["NoneType", "PermissionDenied"]
        assert sum(Role.SYSTEM_ADMIN in _again(person).roles for person in pair) == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_managers_who_remove_each_other_leave_one_and_do_not_deadlock() -> None:
    for _ in range(5):
        first = make.member(manage=True)
        pair = [first, make.member(first.organisation, manage=True)]
        people = [User.objects.get(pk=row.user_id) for row in pair]

        def go(index: int, pair: list[Membership] = pair, people: list[User] = people) -> None:
            remove_member(
                Membership.objects.select_related("user", "organisation").get(pk=pair[1 - index].pk),
                actor=_again(people[index]),
                reason="互相移出",
            )

        results = together(2, go)
        assert sorted(type(result).__name__ for result in results) == ["NoneType", "PermissionDenied"]


def _tables(act: Callable[[], object]) -> list[str]:
    """The tables whose rows the act locks, in the order in which it does so first."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        act()
    locked = [query["sql"] for query in queries if "FOR NO KEY UPDATE" in query["sql"] or "FOR UPDATE" in query["sql"]]
    names = [sql.partition(' FROM "')[2].partition('"')[0] for sql in locked]
    return list(dict.fromkeys(names))


@pytest.mark.django_db
def test_every_act_locks_people_then_organisation_then_grants() -> None:
    admin, spare, person = make.administrator(), make.administrator(), make.user()
    manager = make.member(manage=True)
    organisation, boss = manager.organisation, User.objects.get(pk=manager.user_id)
    colleague = make.member(organisation, edit=True, sign=True)
    asked = request_membership(make.user(), organisation)
    people, place, grants = "accounts_user", "accounts_organisation", "accounts_rolegrant"
    proposals, asked_for = "accounts_grantproposal", []
    make.administrator()
    acts = {
        "propose": lambda: asked_for.append(
            propose_grant(person, Role.EXPERT, actor=admin, reason="x", identity="totp")
        ),
        "confirm": lambda: confirm_grant(asked_for[0], actor=spare, reason="x", identity="totp"),
        "end": lambda: end_role(person.role_grants.get(), actor=admin, reason="x", identity="totp"),
        "end_admin": lambda: end_role(spare.role_grants.get(), actor=admin, reason="x", identity="totp"),
        "disable": lambda: disable(person, actor=admin, reason="x", identity="totp"),
        "request": lambda: request_membership(make.user(), organisation),
        "approve": lambda: approve(asked, actor=boss),
        "hand_over": lambda: hand_over(manager, colleague, actor=boss),
        "found": lambda: found_organisation(
            kind=OrganisationKind.CERTIFICATION_BODY, name="川检", manager=make.user(), actor=admin
        ),
        "release": lambda: release(organisation, actor=None, reason="x"),
    }
    assert {name: _tables(act) for name, act in acts.items()} == {
        "propose": [people],
        "confirm": [people, proposals],
        "end": [people, grants],
        "end_admin": [people, grants, proposals],
        "disable": [people, proposals],
        "request": [people, place],
        "approve": [people, place],
        "hand_over": [people, place],
        "found": [people, place],
        "release": [people, place],
    }


@pytest.mark.django_db
@pytest.mark.parametrize("kind", SIDES)
def test_staff_are_no_members_of_an_enterprise_or_a_body(kind: OrganisationKind) -> None:
    organisation = make.member(make.organisation(kind), manage=True).organisation
    officer = make.staff(Role.PROVINCE_OFFICER)
    for act in (
        lambda: request_membership(officer, organisation),
        lambda: add_member(organisation, officer, actor=None),
    ):
        with pytest.raises(ValidationError, match=f"监管岗位的账号不能加入{kind.label}"):
            act()
    assert _sides(officer) == (1, 0)
    with pytest.raises(IntegrityError, match="staff may not be a member"), transaction.atomic():
        Membership.objects.create(user=officer, organisation=organisation)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", SIDES)
@pytest.mark.parametrize("pending", [True, False])
def test_a_member_of_an_enterprise_or_a_body_holds_no_role(kind: OrganisationKind, pending: bool) -> None:
    organisation = make.member(make.organisation(kind), manage=True).organisation
    person = make.user() if pending else make.member(organisation, manage=True).user
    if pending:
        request_membership(person, organisation)
    with pytest.raises(ValidationError) as caught:
        propose_grant(person, Role.EXPERT, actor=make.administrator(), reason="x", identity="totp")
    assert (caught.value.code, organisation.name in caught.value.messages[0]) == (f"{kind}_member", True)
    with pytest.raises(IntegrityError, match="a member may not hold a role"), transaction.atomic():
        hold(person, Role.EXPERT)
    assert _sides(person) == (0, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [OrganisationKind.AUTHORITY, OrganisationKind.OPERATOR, OrganisationKind.DEPARTMENT])
def test_staff_belong_to_their_office(kind: OrganisationKind) -> None:
    office = Organisation.objects.create(kind=kind, name="某局")
    officer = make.staff(Role.PROVINCE_OFFICER)
    add_member(office, officer, actor=None, manage=True)
    assert _sides(officer) == (1, 1)


@pytest.mark.django_db
def test_a_right_lost_a_moment_ago_is_lost() -> None:
    admin, other, person, _ = make.administrator(), make.administrator(), make.user(), make.administrator()
    assert admin.has_role(Role.SYSTEM_ADMIN)  # remembered by this instance
    end_role(RoleGrant.objects.get(user=admin), actor=other, reason="x", identity="totp")
    with pytest.raises(PermissionDenied, match="只有系统管理员"):
        propose_grant(person, Role.EXPERT, actor=admin, reason="x", identity="totp")
