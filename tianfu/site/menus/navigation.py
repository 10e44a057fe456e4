"""The menus of the three surfaces (tianfu/site/menus/entries.py): what this reader may open, and nothing else.

A context processor; every menu is made when it is shown, so that a page which shows none pays for none, and the public menu never looks at
who is reading (public pages are cacheable by URL).
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, TypedDict

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.urls import resolve, reverse

from applications.review.work.desk import has_desk
from tianfu.accounts.models import OrganisationKind, User
from tianfu.accounts.roles import Role
from tianfu.inbox.reader.receipts import UNREAD_SHOWN, unread_count
from tianfu.site.menus.alert_count import alert_count
from tianfu.site.menus.entries import Entry, entries
from tianfu.text.requests.lazily import Lazily
from tianfu.workflow import work_items
from tianfu.workflow.work_items import Kind


class NavItem(TypedDict):
    label: str
    url: str
    current: bool
    count: str  # what waits behind it, "" for nothing
    unit: str  # what is counted, for those who do not see the place: 条未读


ROOTS = frozenset({"home", "portal:home", "console:home"})


@cache
def _page(name: str, urlconf: str) -> tuple[str, Any]:
    """Address and view of a page, the same in every answer of this process: to find them costs more than the menu."""
    url = reverse(name, urlconf)
    return url, resolve(url, urlconf).func


def _url(name: str) -> str:
    return name if name.startswith("/") else _page(name, settings.ROOT_URLCONF)[0]


@cache
def _places(name: str, also: tuple[str, ...], urlconf: str) -> tuple[str, ...]:
    """What the addresses of an entry begin with."""
    return (_url(name), *map(_url, also))


def _item(request: HttpRequest, label: str, name: str) -> NavItem:
    places = _places(name, (), settings.ROOT_URLCONF)
    return NavItem(label=label, url=_url(name), current=_reach(request.path, name, places) > 0, count="", unit="")


def _reach(path: str, name: str, places: tuple[str, ...]) -> int:
    """How much of the address belongs to the entry; 0 where it is another's. A root ("/", "/portal/", "/console/") is
    current only on itself, other pages also for what lies below them."""
    if name in ROOTS:
        return len(places[0]) if path == places[0] else 0
    if not path.startswith(places):
        return 0
    return max(len(place) for place in places if path.startswith(place))


def _items(request: HttpRequest, shown: Iterable[Entry]) -> list[NavItem]:
    """Of entries one of which lies below the other (授权 and 授权总览) only the nearer one is current."""
    path, urlconf = request.path, settings.ROOT_URLCONF
    found = [(entry, _places(entry.page, entry.also, urlconf)) for entry in shown]
    reached = [_reach(path, entry.page, places) for entry, places in found]
    nearest = max(reached, default=0)
    return [
        NavItem(label=entry.label, url=places[0], current=0 < reach == nearest, count="", unit="")
        for (entry, places), reach in zip(found, reached, strict=True)
    ]


def public_nav(request: HttpRequest) -> list[NavItem]:
    return _items(request, entries("public"))


def _with_unread(request: HttpRequest, items: list[NavItem]) -> list[NavItem]:
    for item in items:
        if item["label"] == "消息" and (unread := unread_count(request.user)):
            item["count"] = f"{UNREAD_SHOWN}+" if unread > UNREAD_SHOWN else str(unread)
            item["unit"] = "条未读"
    return items


def portal_nav(request: HttpRequest) -> list[NavItem]:
    """For a certification body's people the pages of the body; somebody of both sees both; a newcomer what opens."""
    if not isinstance(request.user, User):
        return []
    kinds = {membership.organisation.kind for membership in request.user.active_memberships}
    portal, body = entries("portal"), entries("portal_body")
    shown = body if kinds == {OrganisationKind.CERTIFICATION_BODY} else portal
    if OrganisationKind.CERTIFICATION_BODY in kinds and shown is portal:
        known = {(entry.label, entry.page) for entry in portal}
        shown = [*portal, *(entry for entry in body if (entry.label, entry.page) not in known)]
    allowed = [entry for entry in shown if _lets_in(request, entry.page)]
    return _with_unread(request, _items(request, [*allowed, *entries("portal_account")]))


def _lets_in(request: HttpRequest, name: str) -> bool:
    """Does the rule that the page itself declares let this reader in?"""
    rule = getattr(_page(name, settings.ROOT_URLCONF)[1], "access_rule", None)
    return rule is not None and rule.allows(request.user)


def _acts(request: HttpRequest, entry: Entry) -> bool:
    """Has this reader something to do there, where reading alone gives no place in the menu?"""
    return not entry.role or (isinstance(request.user, User) and Role(entry.role) in request.user.roles)


def _open(request: HttpRequest, menu: str) -> list[NavItem]:
    return _items(request, [row for row in entries(menu) if _lets_in(request, row.page) and _acts(request, row)])


def console_nav(request: HttpRequest) -> list[NavItem]:
    own = [_item(request, label, name) for label, name in [("首页", "console:home"), *_own_work(request.user)]]
    items = own + _open(request, "console")
    return _with_unread(request, _with_alerts(request, _with_second(request, items)))


def _own_work(user: object) -> list[tuple[str, str]]:
    """待我复核, 提醒 and the work list, for whom they can ever hold anything."""
    found = [("待我复核", "console:second")] if work_items.sources_for(user, Kind.SECOND) else []
    if work_items.sources_for(user, Kind.ALERT):
        found.append(("提醒", "console:alerts"))
    return [*found, ("工作清单", "console:work_list")] if has_desk(user) else found


def _with_alerts(request: HttpRequest, items: list[NavItem]) -> list[NavItem]:
    for item in items:
        if item["label"] == "提醒" and (standing := alert_count(request.user)):
            item["count"], item["unit"] = str(standing), "项提醒"
    return items


def _with_second(request: HttpRequest, items: list[NavItem]) -> list[NavItem]:
    for item in items:
        if item["label"] == "待我复核" and (waiting := work_items.second_count_on(request)):
            item["count"], item["unit"] = str(waiting), "件待复核"
    return items


def console_marks(request: HttpRequest) -> list[NavItem]:
    """What holders of a mark ask for and report."""
    return _open(request, "console_marks")


def console_more(request: HttpRequest) -> list[NavItem]:
    """Only lists of models that the admin site shows to this reader."""
    return [
        _item(request, entry.label, f"admin:{entry.page.replace('.', '_')}_changelist")
        for entry in entries("console_more")
        if admin.site.get_model_admin(apps.get_model(entry.page)).has_view_or_change_permission(request)
    ]


def navigation(request: HttpRequest) -> dict[str, object]:
    """Context processor: `public_nav portal_nav console_nav console_marks console_more`, lists of items, `demo`, `public_url`."""

    made: dict[str, object] = {build.__name__: Lazily(build, request) for build in _MENUS}
    return {"demo": settings.DEMO, "public_url": settings.PUBLIC_URL, **made}


_MENUS = (public_nav, portal_nav, console_nav, console_marks, console_more)
