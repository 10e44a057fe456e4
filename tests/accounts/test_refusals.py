"""Words of refusal around accounts, roles, members and passwords."""

import pytest
from django.core.exceptions import ValidationError

from tests import make
from tests.refusing import codes_of, refusal_of, unlike
from tianfu.accounts.factors import secrets
from tianfu.accounts.factors.step_up import confirm_identity
from tianfu.accounts.grants.effect import follow_grants
from tianfu.accounts.grants.ends import disable, enable, end_role
from tianfu.accounts.grants.fit import check_fit
from tianfu.accounts.grants.proposals import confirm_grant, decline_grant, propose_grant
from tianfu.accounts.models import Region, RoleGrant, User
from tianfu.accounts.organisations import membership as organisations_membership
from tianfu.accounts.roles import Role
from tianfu.accounts.sign_in.passwords import CommonValidator, ContextWordValidator, LengthValidator


@pytest.mark.parametrize(
    ("validator", "password", "words"),
    [
        (LengthValidator(12, 64), "短" * 11, "密码至少 12 个字符，您输入了 11 个；可以用几个不相干的词连成一句。"),
        (LengthValidator(12, 64), "长" * 65, "密码最多 64 个字符，请缩短。"),
        (CommonValidator(), "password123", "这个密码太常见，容易被猜到"),
        (CommonValidator(), "abcabcabcabc", "这个密码太常见，容易被猜到"),
        (ContextWordValidator(), "我爱成都的火锅和熊猫", "密码里不要出现“成都”：平台和地区的名称最容易被猜到。"),
    ],
)
def test_a_weak_password_is_refused_with_what_is_wrong(validator, password, words) -> None:
    with pytest.raises(ValidationError) as refused:
        validator.validate(password)
    assert words in refused.value.messages[0]


@pytest.mark.parametrize("length", [12, 64])
def test_a_password_of_just_enough_length_is_taken(length) -> None:
    assert codes_of(LengthValidator(12, 64).validate, "字" * length) == []


@pytest.fixture
def admin(reference) -> User:
    make.officer(Role.SYSTEM_ADMIN)
    return make.officer(Role.SYSTEM_ADMIN)


def test_a_role_that_does_not_fit_is_refused_in_words(admin) -> None:
    person, place = make.user(), Region.objects.get(pk="510100")
    closed = make.user(is_active=False)
    holder = User.objects.get(pk=make.officer(Role.PREFECTURE_OFFICER, "510100").pk)
    assert unlike([
        ("账号已停用，请先恢复账号再授予角色。", lambda: check_fit(closed, Role.EXPERT, None)),
        ("“市（州）经办人”须选择负责的市（州）。", lambda: check_fit(person, Role.PREFECTURE_OFFICER, None)),
        ("“评审专家”不分地区，请不要选择地区。", lambda: check_fit(person, Role.EXPERT, place)),
        ("“评审专家”的职责不分品牌项目，请选择“全部品牌项目”。", lambda: check_fit(person, Role.EXPERT, None, "tfmp")),
        ("请从列表中选择品牌项目。", lambda: check_fit(person, Role.OPERATOR_OFFICER, None, "nowhere")),
        ("该用户已经在这个地区担任此角色。", lambda: check_fit(holder, Role.PREFECTURE_OFFICER, place)),
    ]) == {}  # fmt: skip
    assert refusal_of(lambda: check_fit(holder, Role.PREFECTURE_OFFICER, Region.objects.get(pk="510700"))) == ""


def test_an_administrators_act_that_is_out_of_place_is_refused_in_words(admin) -> None:
    person, closed = make.user(), make.user(is_active=False)
    own = RoleGrant.objects.get(user=admin)
    why = {"reason": "调岗", "identity": "totp"}
    assert unlike([
        ("不能终止自己的角色，请由另一位系统管理员办理。", lambda: end_role(own, actor=admin, **why)),
        ("不能停用自己的账号，请由另一位系统管理员办理。", lambda: disable(admin, actor=admin, **why)),
        ("这个账号已经停用。", lambda: disable(closed, actor=admin, **why)),
        ("这个账号没有停用。", lambda: enable(person, actor=admin, **why)),
        ("请写明重置的理由。", lambda: secrets.reset(person, actor=admin, reason=" ")),
        ("请输入登录密码或动态验证码。", lambda: confirm_identity(person, "")),
    ]) == {}  # fmt: skip


def test_nobody_declines_a_role_for_himself(admin) -> None:
    person = make.user()
    proposal = propose_grant(person, Role.SYSTEM_ADMIN, region=None, actor=admin, reason="任命", identity="totp")
    make.grant(person, Role.SYSTEM_ADMIN)
    said = refusal_of(lambda: decline_grant(proposal, actor=person, reason="不愿", identity="totp"))
    assert said == "这是授予您本人的角色，请由其他系统管理员办理。"


def test_a_proposal_is_closed_by_the_right_people_only(admin) -> None:
    person, other = make.user(), User.objects.filter(role_grants__role=Role.SYSTEM_ADMIN).exclude(pk=admin.pk).get()
    proposal = propose_grant(person, Role.EXPERT, region=None, actor=admin, reason="任命", identity="totp")
    RoleGrant.objects.filter(user=admin).update(ended_at=proposal.proposed_at, ended_by=other, end_reason="调岗")
    follow_grants(admin)
    said = refusal_of(lambda: confirm_grant(proposal, actor=other, reason="同意", identity="totp"))
    assert said == "提议人已不是系统管理员，这项提议不能再复核。"


def test_members_are_managed_by_their_manager_and_leave_by_themselves(reference) -> None:
    owner = make.enterprise().organisation
    manager = make.member(owner, manage=True)
    plain = make.member(owner, edit=True)
    membership = plain.memberships.get()
    ask = organisations_membership.request_membership(make.user(), owner)
    assert unlike([
        ("只有该组织的管理员可以办理。", lambda: organisations_membership.approve(ask, actor=plain, edit=True)),
        ("只能退出自己所在的组织。", lambda: organisations_membership.leave(membership, actor=manager)),
        ("这一成员关系现为“有效”，请刷新页面查看。", lambda: organisations_membership.approve(membership, actor=manager, edit=True)),
    ]) == {}  # fmt: skip
