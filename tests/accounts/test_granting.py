import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, InternalError, transaction
from django.dispatch import receiver

from tests.grants import give, hold
from tests.threads import together
from tianfu.accounts.grants.ends import disable, enable, end_role
from tianfu.accounts.grants.proposals import confirm_grant, propose_grant
from tianfu.accounts.models import RoleGrant, User
from tianfu.accounts.roles import Role
from tianfu.accounts.signals import access_changed
from tianfu.ledger.models import AuditEvent

from . import make

pytestmark = pytest.mark.django_db


def _grant(user: User, role: Role, actor: User, **more: object) -> RoleGrant:
    """Proposed by `actor`, confirmed by another administrator."""
    return give(user, role, first=actor, second=make.administrator(), reason="任命文件 2026-11", **more)


def test_a_grant_makes_staff_and_is_reported(told: list[dict]) -> None:
    admin, person, chengdu = make.administrator(), make.user(), make.region()
    grant = _grant(person, Role.PREFECTURE_OFFICER, admin, region=chengdu)
    fresh = User.objects.get(pk=person.pk)
    assert (fresh.is_staff, fresh.granted_roles, fresh.roles) == (
        True,
        frozenset({Role.PREFECTURE_OFFICER}),
        frozenset(),  # not before the first sign-in with a second factor and the waiting time
    )
    assert [event["action"] for event in told] == ["grant.proposed", "role.granted", "grant.confirmed"]
    assert (told[1]["actor"], told[1]["user"]) == (grant.confirmed_by, person)
    assert told[1]["data"] == {
        "grant": grant.pk,
        "role": "prefecture_officer",
        "region": "510100",
        "programme": "",
        "reason": "任命文件 2026-11",
        "first": admin.pk,
        "second": grant.confirmed_by_id,
        "waiting_hours": 24,
        "proposal": grant.proposal.pk,
        "identity": "totp",
        "read": "",
        "note": "已核对",
    }


def test_a_grant_is_in_the_audit_trail_with_actor_and_reason() -> None:
    admin, person = make.administrator(), make.user()
    _grant(person, Role.EXPERT, admin)
    proposed, granted = AuditEvent.objects.filter(action__in=["grant.proposed", "role.granted"]).order_by("pk")
    assert (proposed.actor, proposed.subject_id, granted.data["first"]) == (admin, str(person.pk), admin.pk)
    assert [(event.data["role"], event.reason) for event in (proposed, granted)] == [("expert", "任命文件 2026-11")] * 2


def test_a_role_of_one_prefecture_does_not_reach_another() -> None:
    officer = make.staff(Role.PREFECTURE_OFFICER, where=make.region())
    assert officer.has_role(Role.PREFECTURE_OFFICER, "510100")
    assert not officer.has_role(Role.PREFECTURE_OFFICER, "510300")
    assert not officer.has_role(Role.PREFECTURE_APPROVER)


def test_a_role_without_region_reaches_everywhere() -> None:
    officer = make.staff(Role.PROVINCE_OFFICER)
    assert officer.has_role(Role.PROVINCE_OFFICER, "510300")
    assert officer.regions_for(Role.PROVINCE_OFFICER) is None
    assert officer.regions_for(Role.INSPECTOR) == frozenset()


def test_ending_keeps_the_row_and_takes_the_standing_away() -> None:
    admin = make.administrator()
    person = make.staff(Role.EXPERT)
    ended = end_role(person.role_grants.get(), actor=admin, reason="聘期届满", identity="totp")
    fresh = User.objects.get(pk=person.pk)
    assert (fresh.is_staff, fresh.roles) == (False, frozenset())
    assert (ended.ended_by, ended.end_reason, ended.reason) == (admin, "聘期届满", "测试")
    with pytest.raises(ValidationError, match="已经终止"):
        end_role(ended, actor=admin, reason="again", identity="totp")


def test_ending_one_of_two_roles_leaves_staff() -> None:
    admin = make.administrator()
    person = make.staff(Role.PREFECTURE_OFFICER, Role.PREFECTURE_APPROVER)
    end_role(person.role_grants.get(role=Role.PREFECTURE_OFFICER), actor=admin, reason="调岗", identity="totp")
    fresh = User.objects.get(pk=person.pk)
    assert (fresh.is_staff, fresh.roles) == (True, frozenset({Role.PREFECTURE_APPROVER}))


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SYSTEM_ADMIN])
def test_only_a_system_administrator_grants(role: Role) -> None:
    with pytest.raises(PermissionDenied):
        _grant(make.user(), Role.EXPERT, make.staff(role))
    with pytest.raises(PermissionDenied):
        give(make.user(), Role.EXPERT, first=make.administrator(), second=make.staff(role))
    assert not RoleGrant.objects.filter(role=Role.EXPERT, granted_by__isnull=False).exists()


@pytest.mark.parametrize("identity", ["", "cookie"])
def test_a_grant_needs_the_identity_confirmed_just_now(identity: str) -> None:
    with pytest.raises(PermissionDenied, match="再次验证身份"):
        propose_grant(make.user(), Role.EXPERT, actor=make.administrator(), reason="x", identity=identity)


def test_nobody_grants_to_oneself() -> None:
    admin = make.administrator()
    with pytest.raises(ValidationError, match="不能给自己授予角色"):
        _grant(admin, Role.EXPERT, admin)
    with pytest.raises(IntegrityError), transaction.atomic():
        hold(admin, Role.EXPERT, granted_by=admin)


@pytest.mark.parametrize(
    ("role", "region", "code"),
    [
        (Role.PREFECTURE_OFFICER, None, "region_required"),
        (Role.PREFECTURE_APPROVER, None, "region_required"),
        (Role.PROVINCE_OFFICER, "510100", "region_refused"),
        (Role.SYSTEM_ADMIN, "510100", "region_refused"),
        (Role.AUDITOR, "510100", "region_refused"),
    ],
)
def test_a_role_and_its_region_must_fit(role: Role, region: str | None, code: str) -> None:
    place = make.region(region) if region else None
    person = make.user()
    with pytest.raises(ValidationError) as caught:
        _grant(person, role, make.administrator(), region=place)
    assert caught.value.code == code
    with pytest.raises(IntegrityError), transaction.atomic():
        hold(person, role, place)


def test_a_reason_is_needed() -> None:
    with pytest.raises(ValidationError, match="请填写理由"):
        propose_grant(make.user(), Role.EXPERT, actor=make.administrator(), reason="  ", identity="totp")


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        (Role.SYSTEM_ADMIN, Role.PROVINCE_APPROVER),
        (Role.AUDITOR, Role.EXPERT),
        (Role.EXPERT, Role.AUDITOR),
        (Role.SPOTCHECK_MANAGER, Role.INSPECTOR),
        (Role.OPERATOR_OFFICER, Role.SPOTCHECK_MANAGER),
    ],
)
def test_incompatible_roles_are_refused_by_function_and_database(held: Role, asked: Role) -> None:
    make.administrator()
    person = make.staff(held)
    with pytest.raises(ValidationError) as caught:
        _grant(person, asked, make.administrator())
    assert caught.value.code == "conflict"
    assert held.label in caught.value.messages[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        hold(person, asked)
    assert User.objects.get(pk=person.pk).roles == frozenset({held})


def test_an_ended_role_does_not_stand_in_the_way() -> None:
    admin = make.administrator()
    person = make.staff(Role.INSPECTOR)
    end_role(person.role_grants.get(), actor=admin, reason="转岗", identity="totp")
    _grant(person, Role.SPOTCHECK_MANAGER, admin)
    assert User.objects.get(pk=person.pk).granted_roles == frozenset({Role.SPOTCHECK_MANAGER})


def test_the_same_role_is_not_granted_twice() -> None:
    person = make.staff(Role.EXPERT)
    with pytest.raises(ValidationError, match="已经"):
        _grant(person, Role.EXPERT, make.administrator())


def test_a_member_of_an_enterprise_holds_no_role() -> None:
    person = make.member(manage=True).user
    with pytest.raises(ValidationError, match="企业成员"):
        _grant(person, Role.EXPERT, make.administrator())


def test_the_last_administrator_stays() -> None:
    admin = make.administrator()
    with pytest.raises(ValidationError, match="最后一位系统管理员"):
        end_role(admin.role_grants.get(), actor=None, reason="x")
    with pytest.raises(ValidationError, match="最后一位系统管理员"):
        disable(admin, actor=None, reason="x")


def test_the_second_last_administrator_is_not_ended_but_can_be_stopped_at_once() -> None:
    admin, other = make.administrator(), make.administrator()
    with pytest.raises(ValidationError, match="终止后只剩一位系统管理员"):
        end_role(other.role_grants.get(), actor=admin, reason="账号被盗用", identity="totp")
    disable(other, actor=admin, reason="账号被盗用", identity="totp")
    assert not User.objects.get(pk=other.pk).is_active
    third, fourth = make.administrator(), make.administrator()
    end_role(third.role_grants.get(), actor=fourth, reason="调离", identity="totp")
    assert User.objects.get(pk=third.pk).roles == frozenset()


def test_history_cannot_be_rewritten() -> None:
    grant = make.staff(Role.EXPERT).role_grants.get()
    with pytest.raises(InternalError), transaction.atomic():
        grant.delete()
    with pytest.raises(InternalError), transaction.atomic():
        RoleGrant.objects.filter(pk=grant.pk).update(role=Role.SYSTEM_ADMIN)
    end_role(grant, actor=make.administrator(), reason="x", identity="totp")
    with pytest.raises(InternalError), transaction.atomic():
        RoleGrant.objects.filter(pk=grant.pk).update(ended_at=None, end_reason="")


def test_nobody_becomes_superuser() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=make.user().pk).update(is_superuser=True)
    with pytest.raises(NotImplementedError):
        User.objects.create_superuser("root@example.com", "x")


def test_a_refusal_by_the_audit_undoes_the_grant() -> None:
    @receiver(access_changed)
    def refuse(**kwargs: object) -> None:
        raise RuntimeError("audit is full")

    person, first, second = make.user(), make.administrator(), make.administrator()
    try:
        with pytest.raises(RuntimeError):
            give(person, Role.EXPERT, first=first, second=second)
    finally:
        access_changed.disconnect(refuse)
    assert not RoleGrant.objects.filter(user=person).exists()
    assert not User.objects.get(pk=person.pk).is_staff


def test_disabling_ends_access_and_enabling_restores_it(told: list[dict]) -> None:
    admin, person = make.administrator(), make.staff(Role.EXPERT)
    disable(person, actor=admin, reason="离职", identity="password")
    assert User.objects.get(pk=person.pk).roles == frozenset()
    enable(person, actor=admin, reason="返聘", identity="password")
    assert User.objects.get(pk=person.pk).roles == frozenset({Role.EXPERT})
    assert [event["action"] for event in told[-2:]] == ["account.disabled", "account.enabled"]
    with pytest.raises(ValidationError, match="自己的账号"):
        disable(admin, actor=admin, reason="x", identity="password")


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_incompatible_grants_at_once_leave_one() -> None:
    person, first, second = make.user(), make.administrator(), make.administrator()
    proposals = {
        role: propose_grant(person, role, actor=first, reason="同时", identity="totp")
        for role in (Role.INSPECTOR, Role.SPOTCHECK_MANAGER)
    }
    roles = list(proposals)
    results = together(
        2, lambda number: confirm_grant(proposals[roles[number]], actor=second, reason="同时", identity="totp")
    )
    assert sorted(type(result).__name__ for result in results) == ["RoleGrant", "ValidationError"]
    assert RoleGrant.objects.active().filter(user=person).count() == 1


def test_a_closed_administrator_does_not_count_among_those_who_are_left() -> None:
    first, second, closed = make.administrator(), make.administrator(), make.administrator()
    disable(closed, actor=first, reason="离岗", identity="totp")
    held = second.role_grants.get(role=Role.SYSTEM_ADMIN)
    with pytest.raises(ValidationError, match="终止后只剩一位系统管理员"):
        end_role(held, actor=first, reason="调岗", identity="totp")
    enable(closed, actor=first, reason="返岗", identity="totp")
    assert end_role(held, actor=first, reason="调岗", identity="totp").ended_by == first
