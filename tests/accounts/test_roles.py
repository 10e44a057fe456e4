import pytest
from django.apps import apps
from django.contrib.auth.models import Group

from tianfu.accounts.access.permissions import permissions_of, sync_groups, unknown_permissions
from tianfu.accounts.models import User
from tianfu.accounts.roles import INCOMPATIBLE, PERMISSIONS, REGION_OPTIONAL, REGION_REQUIRED, Role, conflicts

from . import make


def test_every_permission_of_the_table_is_declared_by_a_model() -> None:
    assert unknown_permissions() == {}


def test_every_role_has_a_row_and_a_chinese_name() -> None:
    assert set(PERMISSIONS) == set(Role)
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in role.label) for role in Role)
    assert not REGION_REQUIRED & REGION_OPTIONAL


def test_the_auditor_only_views() -> None:
    names = permissions_of(Role.AUDITOR)
    assert names
    assert all(name.partition(".")[2].startswith("view_") for name in names)
    assert "accounts.view_rolegrant" in names
    assert not any(name.startswith(("auth.", "sessions.", "mfa.", "axes.")) for name in names)


def test_the_administrator_may_change_nothing_outside_access_and_settings() -> None:
    deciding = {"applications", "certification", "supervision"}
    changing = {name for name in permissions_of(Role.SYSTEM_ADMIN) if name.split(".")[0] in deciding}
    review = ("review", "decide", "approve", "endorse", "authorize", "pass_")
    assert not [name for name in changing if any(word in name.split(".")[1] for word in review)]


def test_administrator_and_auditor_stand_alone() -> None:
    for single in (Role.SYSTEM_ADMIN, Role.AUDITOR):
        for other in set(Role) - {single}:
            assert conflicts(single, frozenset({other})) == [other]
            assert conflicts(other, frozenset({single})) == [single]


@pytest.mark.parametrize("other", [Role.INSPECTOR, Role.EXPERT, Role.OPERATOR_OFFICER])
def test_who_draws_neither_inspects_nor_reviews(other: Role) -> None:
    assert frozenset({Role.SPOTCHECK_MANAGER, other}) in INCOMPATIBLE


def test_officer_and_approver_of_one_level_may_be_one_person() -> None:
    assert conflicts(Role.PREFECTURE_APPROVER, frozenset({Role.PREFECTURE_OFFICER})) == []
    assert conflicts(Role.PROVINCE_APPROVER, frozenset({Role.PROVINCE_OFFICER})) == []


@pytest.mark.django_db
def test_the_groups_follow_the_table_and_lose_what_was_added_by_hand() -> None:
    group = Group.objects.get(name=Role.SYSTEM_ADMIN)
    before = set(group.permissions.values_list("content_type__app_label", "codename"))
    group.permissions.add(apps.get_model("auth.Permission").objects.get(codename="delete_session"))
    sync_groups()
    assert set(group.permissions.values_list("content_type__app_label", "codename")) == before
    assert {f"{label}.{name}" for label, name in before} == permissions_of(Role.SYSTEM_ADMIN)


@pytest.mark.django_db
def test_permissions_come_from_grants_and_not_from_group_rows() -> None:
    stranger = make.user()
    stranger.groups.add(Group.objects.get(name=Role.SYSTEM_ADMIN))
    assert not stranger.has_perm("accounts.manage_officers")
    assert make.administrator().has_perm("accounts.manage_officers")


@pytest.mark.django_db
def test_a_disabled_person_has_no_role_and_no_permission() -> None:
    person = make.administrator()
    User.objects.filter(pk=person.pk).update(is_active=False)
    again = User.objects.get(pk=person.pk)
    assert again.roles == frozenset()
    assert not again.has_perm("accounts.manage_officers")
