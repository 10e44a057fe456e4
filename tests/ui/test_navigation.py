"""A menu shows what its reader may open, and nothing else."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import reverse

from tests import make
from tianfu import navigation
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role


def asked_by(user: User | AnonymousUser, path: str = "/console/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = user
    return request


def labels(items: list[navigation.NavItem]) -> list[str]:
    return [item["label"] for item in items]


def test_every_entry_of_every_menu_leads_to_a_page_that_exists() -> None:
    names = [
        name
        for _, name in (*navigation.PUBLIC, *navigation.PORTAL, *navigation.PORTAL_BODY, *navigation.PORTAL_ACCOUNT)
    ]
    models = [model for _, model in (*navigation.CONSOLE, *navigation.CONSOLE_MORE)]
    assert [name for name in names if not reverse(name).startswith("/")] == []
    registered = {f"{model._meta.app_label}.{model._meta.model_name}" for model in admin.site._registry}
    assert set(models) - registered == set()


def test_the_public_menu_does_not_look_at_the_reader() -> None:
    request = RequestFactory().get("/verify/")
    items = navigation.public_nav(request)  # a request without `user` would fail if it did
    assert [item["label"] for item in items if item["current"]] == ["验证"]


def test_nobody_signed_in_gets_no_portal_menu() -> None:
    assert navigation.portal_nav(asked_by(AnonymousUser(), "/portal/")) == []


@pytest.mark.usefixtures("reference")
def test_an_administrator_of_the_system_sees_people_and_jobs_but_no_applications_to_decide() -> None:
    admin_person = make.officer(Role.SYSTEM_ADMIN)
    menu = labels(navigation.console_nav(asked_by(admin_person))) + labels(
        navigation.console_more(asked_by(admin_person))
    )
    assert "我的工作" in menu
    assert "人员" in menu
    assert "任务" in menu


@pytest.mark.usefixtures("reference")
def test_an_expert_sees_neither_people_nor_jobs_nor_the_audit() -> None:
    menu = labels(navigation.console_more(asked_by(make.officer(Role.EXPERT))))
    assert {"人员", "任务", "审计"} & set(menu) == set()
