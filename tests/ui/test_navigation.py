"""A menu shows what its reader may open, and nothing else."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import checks
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse

from tests import make
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.site.menus import entries, navigation


def asked_by(user: User | AnonymousUser, path: str = "/console/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = user
    return request


def labels(items: list[navigation.NavItem]) -> list[str]:
    return [item["label"] for item in items]


def test_the_menus_are_those_of_ever_in_their_order() -> None:
    assert {menu: " ".join(entry.label for entry in entries.entries(menu)) for menu in entries.MENUS} == {
        "public": "查询 品牌名录 验证 公示 抽查 申报指南 开放接口",
        "portal": "首页 产品 申报 授权 检查 风险分类 消息 企业与成员",
        "portal_body": "首页 质量认证证书 待确认 检查 消息",
        "portal_account": "账户",
        "console": "征求意见 授权总览 授权 企业认领 企业变更 批次 认证机构 双随机抽查 检查任务 名录库 黑名单 线索 转请的线索 "
        "我的检查信息 消息",
        "console_marks": "恢复申请 变更申请 继受申请 注销申请 年度报告 事故报告 更换证书 标识使用",
        "console_more": "政策参数 节假日 人员 任务 发件箱 文件 审计",
    }


def test_an_entry_that_leads_nowhere_stops_the_start() -> None:
    assert entries.menus_lead_somewhere() == []
    assert entries.menus_lead_somewhere in checks.registry.registry.get_checks()
    assert entries.wrong_entries(
        [
            entries.Entry("public", "品牌", "brandz", 10, ("verify", "verfy")),
            entries.Entry("console_more", "公章", "papers.seal", 10),
            entries.Entry("console_more", "角色", "accounts.membership", 20),
            entries.Entry("publik", "验证", "verify", 10),
            entries.Entry("public", "公示", "notices", 10),
            entries.Entry("console", "线索", "console:leads", 10, role="opera_singer"),
        ]
    ) == [
        "菜单项“品牌”指向的页面“brandz”不存在。",
        "菜单项“品牌”指向的页面“verfy”不存在。",
        "菜单项“公章”指向的模型“papers.seal”没有后台列表。",
        "菜单项“验证”所在的菜单“publik”不存在。",
        "菜单项“公示”的次序 10 在菜单“public”中已被占用。",
        "菜单项“线索”所属的岗位“opera_singer”不存在。",
    ]


def test_the_public_menu_does_not_look_at_the_reader() -> None:
    request = RequestFactory().get("/verify/")  # has no `user`: looking at it would fail
    assert [item["label"] for item in navigation.public_nav(request) if item["current"]] == ["验证"]


def test_nobody_signed_in_gets_no_portal_menu() -> None:
    assert navigation.portal_nav(asked_by(AnonymousUser(), "/portal/")) == []


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize(
    "role", [Role.SYSTEM_ADMIN, Role.AUDITOR, Role.OPERATOR_OFFICER, Role.PROVINCE_APPROVER, Role.EXPERT]
)
def test_every_menu_entry_opens_for_whoever_sees_it(client: Client, role: Role) -> None:
    person = make.officer(role)
    client.force_login(person)
    request = asked_by(person)
    menu = [
        *navigation.console_nav(request),
        *navigation.console_marks(request),
        *navigation.console_more(request),
    ]
    assert [item["label"] for item in menu if client.get(item["url"]).status_code != 200] == []


@pytest.mark.usefixtures("reference")
def test_people_and_jobs_are_for_the_administrator_and_not_for_the_expert() -> None:
    of_admin = labels(navigation.console_more(asked_by(make.officer(Role.SYSTEM_ADMIN))))
    of_expert = labels(navigation.console_more(asked_by(make.officer(Role.EXPERT))))
    assert {"人员", "任务"} <= set(of_admin)
    assert {"人员", "任务", "审计"} & set(of_expert) == set()


@pytest.mark.usefixtures("reference")
def test_what_was_passed_on_to_the_operator_is_in_the_menu_of_the_operator_alone(client: Client) -> None:
    seen = {}
    for role in (Role.OPERATOR_OFFICER, Role.PROVINCE_OFFICER, Role.PROVINCE_APPROVER, Role.AUDITOR):
        person = make.officer(role)
        client.force_login(person)
        menu = labels(navigation.console_nav(asked_by(person)))
        seen[role] = ("转请的线索" in menu, client.get(reverse("console:lead_requests")).status_code)
    assert seen == {
        Role.OPERATOR_OFFICER: (True, 200),
        Role.PROVINCE_OFFICER: (False, 200),
        Role.PROVINCE_APPROVER: (False, 200),
        Role.AUDITOR: (False, 200),
    }


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/console/authorizations/", ["授权"]),
        ("/console/authorizations/7/", ["授权"]),
        ("/console/authorizations/overview/calendar/", ["授权总览"]),
        ("/console/", []),
    ],
)
@pytest.mark.django_db
def test_of_two_pages_one_below_the_other_only_the_nearer_is_current(path: str, current: list[str]) -> None:
    items = navigation._open(asked_by(make.officer(Role.OPERATOR_OFFICER), path), "console")
    assert [item["label"] for item in items if item["current"]] == current


@pytest.mark.parametrize("path", ["/portal/successions/1/", "/portal/usages/2/again/", "/portal/authorizations/3/"])
def test_what_a_holder_asks_for_belongs_to_his_authorizations(path: str) -> None:
    items = navigation._items(asked_by(AnonymousUser(), path), entries.entries("portal"))
    assert [item["label"] for item in items if item["current"]] == ["授权"]
