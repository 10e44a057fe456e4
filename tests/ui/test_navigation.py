"""A menu shows what its reader may open, and nothing else."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse

from applications.urls.stages import console_menu
from tests import make
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.site import navigation


def asked_by(user: User | AnonymousUser, path: str = "/console/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = user
    return request


def labels(items: list[navigation.NavItem]) -> list[str]:
    return [item["label"] for item in items]


def test_every_entry_of_every_menu_leads_to_a_page_that_exists() -> None:
    entries = (
        *navigation.PUBLIC, *navigation.PORTAL, *navigation.PORTAL_BODY, *navigation.PORTAL_ACCOUNT,
        *navigation.CONSOLE, *console_menu(),
    )  # fmt: skip
    assert [name for _, name in entries if not reverse(name).startswith("/")] == []
    registered = {f"{model._meta.app_label}.{model._meta.model_name}" for model in admin.site._registry}
    assert {model for _, model in navigation.CONSOLE_MORE} - registered == set()


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
    menu = navigation.console_nav(asked_by(person)) + navigation.console_more(asked_by(person))
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
