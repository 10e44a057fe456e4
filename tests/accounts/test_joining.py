import pgtrigger
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, InternalError, transaction

from tests.grants import hold
from tests.threads import together
from tianfu.accounts.models import Membership, MembershipStatus, Organisation, OrganisationKind, User
from tianfu.accounts.organisations.foundation import found_organisation
from tianfu.accounts.organisations.membership import (
    add_member,
    approve,
    hand_over,
    leave,
    refuse,
    release,
    remove_member,
    request_membership,
    set_rights,
)
from tianfu.accounts.roles import Role

from . import make

pytestmark = pytest.mark.django_db


def _user(membership: Membership) -> User:
    return User.objects.get(pk=membership.user_id)


def test_a_member_of_one_enterprise_is_nothing_in_another() -> None:
    mine, other = make.founder(), make.founder()
    person = _user(mine)
    assert all(person.can(mine.organisation, right) for right in ("view", "edit", "sign", "manage"))
    assert not any(person.can(other.organisation, right) for right in ("view", "edit", "sign", "manage"))
    assert person.membership_in(other.organisation) is None
    assert list(Organisation.objects.visible_to(person)) == [mine.organisation]
    assert list(Membership.objects.visible_to(person)) == [mine]
    with pytest.raises(PermissionDenied):
        set_rights(other, actor=person, edit=False, sign=False, manage=False)


def test_a_closed_account_acts_for_nobody_and_keeps_its_membership() -> None:
    mine = make.founder()
    User.objects.filter(pk=mine.user_id).update(is_active=False)
    person = _user(mine)
    assert person.active_memberships == []
    assert not any(person.can(mine.organisation, right) for right in ("view", "edit", "sign", "manage"))
    assert Membership.objects.get(pk=mine.pk).status == MembershipStatus.ACTIVE


def test_a_request_gives_nothing_until_a_manager_approves(told: list[dict]) -> None:
    manager, person = make.member(manage=True), make.user()
    request = request_membership(person, manager.organisation)
    assert not User.objects.get(pk=person.pk).can(manager.organisation, "view")
    approve(request, actor=_user(manager), edit=True, sign=False)
    fresh = User.objects.get(pk=person.pk)
    assert [fresh.can(manager.organisation, right) for right in ("view", "edit", "sign", "manage")] == [
        True,
        True,
        False,
        False,
    ]
    assert [event["action"] for event in told[-2:]] == ["membership.requested", "membership.approved"]
    assert told[-1]["data"]["rights"] == ["edit"]


def test_only_a_manager_of_this_organisation_decides() -> None:
    manager = make.member(manage=True)
    editor = make.member(manager.organisation, edit=True, sign=True)
    stranger = make.founder()
    request = request_membership(make.user(), manager.organisation)
    for actor in (_user(editor), _user(stranger), request.user, make.administrator()):
        with pytest.raises(PermissionDenied):
            approve(request, actor=actor)
    request.refresh_from_db()
    assert request.status == MembershipStatus.PENDING


def test_a_refused_person_may_ask_again() -> None:
    manager, person = make.member(manage=True), make.user()
    with pytest.raises(ValidationError, match="理由"):
        refuse(request_membership(person, manager.organisation), actor=_user(manager), reason=" ")
    refuse(Membership.objects.get(user=person), actor=_user(manager), reason="不认识")
    request_membership(person, manager.organisation)
    assert list(person.memberships.order_by("pk").values_list("status", flat=True)) == ["ended", "pending"]


def test_one_live_membership_per_person_and_organisation() -> None:
    membership = make.member(manage=True)
    with pytest.raises(ValidationError, match="已经是该组织的成员"):
        request_membership(membership.user, membership.organisation)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=membership.user, organisation=membership.organisation)


def test_a_pending_request_can_carry_no_rights() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=make.user(), organisation=make.organisation(), can_sign=True)


def test_the_last_manager_cannot_leave_be_removed_or_lose_the_right() -> None:
    manager = make.member(manage=True)
    make.member(manager.organisation, edit=True, sign=True)
    with pytest.raises(ValidationError, match="至少保留一位管理员"):
        leave(manager, actor=_user(manager))
    with pytest.raises(ValidationError, match="至少保留一位管理员"):
        set_rights(manager, actor=_user(manager), edit=True, sign=True, manage=False)
    with pytest.raises(ValidationError, match="至少保留一位管理员"):
        remove_member(manager, actor=_user(manager), reason="x")
    manager.refresh_from_db()
    assert (manager.status, manager.can_manage) == (MembershipStatus.ACTIVE, True)


def test_a_manager_leaves_after_handing_over() -> None:
    manager = make.member(manage=True)
    other = make.member(manager.organisation, edit=True)
    hand_over(manager, other, actor=_user(manager))
    assert _user(other).can(manager.organisation, "manage")
    assert not _user(manager).can(manager.organisation, "manage")
    leave(Membership.objects.get(pk=manager.pk), actor=_user(manager))
    assert _user(manager).membership_in(manager.organisation) is None


def test_managing_is_not_handed_to_another_organisation() -> None:
    manager, stranger = make.member(manage=True), make.founder()
    with pytest.raises(ValidationError, match="同一组织"):
        hand_over(manager, stranger, actor=_user(manager))


def test_nobody_leaves_for_somebody_else() -> None:
    manager = make.member(manage=True)
    other = make.member(manager.organisation, edit=True, sign=True)
    with pytest.raises(PermissionDenied):
        leave(other, actor=_user(manager))


def test_a_removed_member_loses_everything_at_once() -> None:
    manager = make.member(manage=True)
    other = make.member(manager.organisation, edit=True, sign=True)
    remove_member(other, actor=_user(manager), reason="离职")
    assert _user(other).active_memberships == []
    with pytest.raises(ValidationError, match="已结束"):
        set_rights(other, actor=_user(manager), edit=True, sign=True, manage=True)


def test_ended_memberships_stay_as_they_were() -> None:
    manager = make.member(manage=True)
    other = make.member(manager.organisation, edit=True, sign=True)
    remove_member(other, actor=_user(manager), reason="离职")
    with pytest.raises(InternalError), transaction.atomic():
        Membership.objects.filter(pk=other.pk).update(status="active", ended_at=None)
    with pytest.raises(InternalError), transaction.atomic():
        other.delete()


def test_staff_do_not_join_enterprises() -> None:
    enterprise = make.member(manage=True).organisation
    with pytest.raises(ValidationError, match="监管岗位"):
        request_membership(make.staff(Role.EXPERT), enterprise)
    body = make.organisation(OrganisationKind.DEPARTMENT)
    request_membership(make.staff(Role.DEPARTMENT_OFFICER), body)


def test_releasing_ends_all_memberships_and_frees_the_enterprise() -> None:
    manager = make.member(manage=True)
    make.member(manager.organisation, edit=True, sign=True)
    request_membership(make.user(), manager.organisation)
    assert release(manager.organisation, actor=None, reason="执照不符") == 3
    assert not manager.organisation.memberships.live().exists()
    newcomer = make.user()
    add_member(manager.organisation, newcomer, actor=newcomer, edit=True, sign=True, manage=True)
    assert newcomer.can(manager.organisation, "manage")


def test_nobody_lets_themselves_into_an_organisation_with_members() -> None:
    manager, person = make.member(manage=True), make.user()
    with pytest.raises(PermissionDenied):
        add_member(manager.organisation, person, actor=person, manage=True)
    with pytest.raises(PermissionDenied):
        add_member(make.organisation(OrganisationKind.AUTHORITY), person, actor=person, manage=True)


def test_an_enterprise_is_founded_with_its_manager() -> None:
    person = make.user()
    made = found_organisation(
        kind=OrganisationKind.ENTERPRISE, name=" 蜀香食品 ", uscc=" 9111 0000600037341l", manager=person, actor=person
    )
    assert (made.name, made.uscc) == ("蜀香食品", "91110000600037341L")
    assert person.can(made, "manage")
    with pytest.raises(ValidationError) as caught:
        found_organisation(
            kind=OrganisationKind.ENTERPRISE, name="别家", uscc=made.uscc, manager=make.user(), actor=make.user()
        )
    assert caught.value.error_dict["uscc"][0].code == "taken"


def test_an_enterprise_needs_a_sound_code() -> None:
    person = make.user()
    for uscc in ("", "911100006000373418"):
        with pytest.raises(ValidationError):
            found_organisation(kind=OrganisationKind.ENTERPRISE, name="x", uscc=uscc, manager=person, actor=person)
    assert not Organisation.objects.exists()


def test_a_body_is_founded_by_the_administrator_only() -> None:
    person = make.user()
    with pytest.raises(PermissionDenied):
        found_organisation(kind=OrganisationKind.CERTIFICATION_BODY, name="x", manager=person, actor=person)
    made = found_organisation(
        kind=OrganisationKind.CERTIFICATION_BODY, name="蓉检", manager=person, actor=make.administrator()
    )
    assert person.can(made, "manage")
    assert Organisation.objects.count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_managers_leaving_at_once_leave_one_behind() -> None:
    first = make.member(manage=True)
    second = make.member(first.organisation, manage=True)
    both = (first, second)
    results = together(2, lambda number: leave(both[number], actor=_user(both[number])))
    assert sorted(type(result).__name__ for result in results) == ["Membership", "ValidationError"]
    assert first.organisation.memberships.active().filter(can_manage=True).count() == 1


def test_two_managers_who_change_different_rights_do_not_take_each_others_back() -> None:
    manager = make.member(manage=True)
    member = make.member(manager.organisation, edit=True)
    shown = {"edit": True, "sign": False, "manage": False}
    set_rights(member, actor=_user(manager), edit=True, sign=True, manage=False, was=shown)
    set_rights(member, actor=_user(manager), edit=False, sign=False, manage=False, was=shown)
    assert (member.can_edit, member.can_sign, member.can_manage) == (False, True, False)


def test_who_came_to_hold_a_role_after_asking_is_not_let_in() -> None:
    manager, person = make.member(manage=True), make.user()
    request = request_membership(person, manager.organisation)
    with pgtrigger.ignore("accounts.RoleGrant:rolegrant_not_for_members"):  # from before the database refused it
        hold(person, Role.EXPERT, None)
    with pytest.raises(ValidationError, match="监管岗位的账号不能加入"):
        approve(request, actor=_user(manager))
    assert Membership.objects.get(pk=request.pk).status == MembershipStatus.PENDING
