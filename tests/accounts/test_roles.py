import pytest
from django.contrib.auth.models import Group, Permission

from tianfu.accounts.access.permissions import declared_permissions, permissions_of, wrong_rights
from tianfu.accounts.checks import rights_exist
from tianfu.accounts.models import User
from tianfu.accounts.roles import INCOMPATIBLE, REGION_OPTIONAL, REGION_REQUIRED, RIGHTS, Role, conflicts

from . import make


def test_every_permission_of_a_role_is_declared_by_a_model_and_none_is_forgotten() -> None:
    assert rights_exist() == []


def test_a_wrong_or_forgotten_right_stops_the_start() -> None:
    rights = [("auditor", "*.view_*"), ("bishop", "workflow.view_policy"), ("auditor", "workflow.view_polic")]
    declared = frozenset({"workflow.view_policy", "workflow.retry_job"})
    assert wrong_rights(rights, declared) == [
        "permissions.toml 中的岗位“bishop”不存在。",
        "permissions.toml 给岗位“auditor”的权限“workflow.view_polic”没有模型声明。",
        "权限“workflow.retry_job”没有给任何岗位：请在 permissions.toml 登记。",
    ]


PROVINCE = {"workflow.view_policy", "workflow.view_holiday", "applications.export_application"}
HELD = {
    Role.PREFECTURE_APPROVER: {"applications.export_application"},
    Role.PROVINCE_OFFICER: PROVINCE,
    Role.PROVINCE_APPROVER: PROVINCE,
    Role.OPERATOR_OFFICER: PROVINCE,
    Role.AUDITOR: {name for name in declared_permissions() if ".view_" in name},
    Role.SYSTEM_ADMIN: {
        "accounts.manage_officers", "accounts.manage_organisations", "accounts.view_factorreset",
        "accounts.view_grantproposal", "accounts.view_membership", "accounts.view_organisation",
        "accounts.view_region", "accounts.view_rolegrant", "accounts.view_user",
        "files.view_storedfile", "ledger.view_auditevent", "ledger.view_auditseal",
        "workflow.add_policy", "workflow.load_calendar", "workflow.retry_job", "workflow.view_calendarversion",
        "workflow.view_holiday", "workflow.view_job", "workflow.view_policy",
    },
}  # fmt: skip


def test_each_role_may_do_what_it_always_could() -> None:
    assert {role: permissions_of(role) for role in Role} == {role: HELD.get(role, set()) for role in Role}


def test_every_role_of_the_table_exists_and_has_a_chinese_name() -> None:
    assert {role for role, _ in RIGHTS.values()} <= set(Role)
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
def test_permissions_come_from_grants_and_not_from_group_rows() -> None:
    stranger = make.user()
    group = Group.objects.create(name=Role.SYSTEM_ADMIN)
    group.permissions.add(Permission.objects.get(codename="manage_officers"))
    stranger.groups.add(group)
    assert not stranger.has_perm("accounts.manage_officers")
    assert make.administrator().has_perm("accounts.manage_officers")


@pytest.mark.django_db
def test_a_disabled_person_has_no_role_and_no_permission() -> None:
    person = make.administrator()
    User.objects.filter(pk=person.pk).update(is_active=False)
    again = User.objects.get(pk=person.pk)
    assert again.roles == frozenset()
    assert not again.has_perm("accounts.manage_officers")
