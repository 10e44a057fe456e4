"""Who opens the pages of the directories, their tabs, and the page of one act."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from tianfu.accounts.access.rules import roles
from tianfu.accounts.roles import Role
from tianfu.workflow.console.pages import page

PAGE = 50
# Whose regions decide which rows they see; the rest of the province's roles see all.
LOOKERS = (
    Role.SPOTCHECK_MANAGER,
    Role.PROVINCE_OFFICER,
    Role.PROVINCE_APPROVER,
    Role.PREFECTURE_OFFICER,
    Role.PREFECTURE_APPROVER,
    Role.AUDITOR,
)
READERS = roles(*LOOKERS)
# Names of people: those who keep the roll, and who checks them.
PEOPLE = (Role.SPOTCHECK_MANAGER, Role.AUDITOR)
PEOPLE_READERS = roles(*PEOPLE)
KEEPERS = roles(Role.SPOTCHECK_MANAGER)
PLANNERS = roles(Role.SPOTCHECK_MANAGER, Role.PROVINCE_APPROVER, Role.PREFECTURE_APPROVER)
LIST_KEEPERS = roles(Role.SPOTCHECK_MANAGER, Role.PROVINCE_APPROVER)
OWN = roles(Role.INSPECTOR)
_TABS = (
    ("检查对象", "inspection_objects", READERS),
    ("执法检查人员", "inspectors", PEOPLE_READERS),
    ("抽查事项", "inspection_items", READERS),
    ("年度计划", "yearly_plans", READERS),
    ("导入记录", "directory_imports", KEEPERS),
)


def tabs(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    """The parts of the directories this reader may open."""
    return [
        {"label": label, "url": reverse(f"console:{name}"), "current": name == current, "count": None}
        for label, name, rule in _TABS
        if rule.allows(request.user)
    ]


class DayInput(forms.DateInput):
    """A calendar in the browser, ISO text without it."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


def decide(
    request: HttpRequest,
    *,
    title: str,
    button: str,
    back: str,
    consequences: Mapping[str, str],
    form: forms.BaseForm | None = None,
    hidden: list[tuple[str, str]] | None = None,
    danger: bool = False,
) -> HttpResponse:
    """The page of one act: what happens, who is told, what becomes public, then its form."""
    context = {
        "title": title,
        "form": form,
        "button": button,
        "back": back,
        "consequences": {"what": "", "told": "", "public": "", "undo": "", **consequences},
        "hidden": hidden or [],
        "possible": True,
        "danger": danger,
    }
    status = getattr(form, "status", 422) if form is not None and form.errors else 200
    return page(request, "console/decide.html", context, status)
