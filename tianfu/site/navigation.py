"""The menus of the three surfaces: what this reader may open, and nothing else.

A context processor; every menu is lazy, so that a page which shows none pays for none, and the public menu never looks at
who is reading (public pages are cacheable by URL).
"""

from collections.abc import Callable, Iterable
from typing import TypedDict

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.functional import SimpleLazyObject

from applications.review.work.desk import has_desk
from applications.urls.stages import console_menu
from tianfu.accounts.models import OrganisationKind, User
from tianfu.accounts.roles import Role
from tianfu.inbox.receipts import UNREAD_SHOWN, unread_count
from tianfu.site.alert_count import alert_count
from tianfu.workflow import work_items
from tianfu.workflow.work_items import Kind


class NavItem(TypedDict):
    label: str
    url: str
    current: bool
    count: str  # what waits behind it, "" for nothing
    unit: str  # what is counted, for those who do not see the place: 条未读


# (label, URL name)
PUBLIC = (
    ("查询", "home"),
    ("品牌名录", "brands"),
    ("验证", "verify"),
    ("公示", "notices"),
    ("抽查", "draws"),
    ("申报指南", "guides"),
    ("开放接口", "api_docs"),
)
# Pages that belong to an entry of the menu though their address does not begin with its own.
BELONGS = {"draws": ("inspection_results", "supervision_search", "sanctions", "blacklist")}
PORTAL = (
    ("首页", "portal:home"),
    ("产品", "portal:products"),
    ("申报", "portal:applications"),
    ("授权", "portal:authorizations"),
    ("检查", "portal:inspections"),
    ("风险分类", "portal:risk"),
    ("消息", "portal:inbox"),
    ("企业与成员", "portal:enterprise"),
)
PORTAL_BODY = (
    ("首页", "portal:home"),
    ("质量认证证书", "portal:certificates"),
    ("待确认", "portal:confirmations"),
    ("检查", "portal:inspections"),
    ("消息", "portal:inbox"),
)
PORTAL_ACCOUNT = (("账户", "account_email"),)
# (label, URL name) of our own pages; shown to whom the page's declared rule lets in. Before them the stages' own.
CONSOLE = (
    ("授权", "console:authorizations"),
    ("恢复申请", "console:restorations"),
    ("更换证书", "console:replacements"),
    ("企业认领", "console:claims"),
    ("企业变更", "console:enterprise_changes"),
    ("批次", "console:batches"),
    ("认证机构", "console:bodies"),
    ("双随机抽查", "console:draws"),
    ("检查任务", "console:inspections"),
    ("名录库", "console:inspection_objects"),
    ("黑名单", "console:blacklist"),
    ("线索", "console:leads"),
    ("转请的线索", "console:lead_requests"),
    ("我的检查信息", "console:inspector_own"),
    ("消息", "portal:inbox"),
)
# Pages that more people may read than act on: in the menu of those who act, elsewhere linked from what they concern.
ACTING = {"console:lead_requests": Role.OPERATOR_OFFICER}
# (label, model shown in the admin site)
CONSOLE_MORE = (
    ("政策参数", "workflow.policy"),
    ("节假日", "workflow.calendarversion"),
    ("人员", "accounts.user"),
    ("任务", "workflow.job"),
    ("发件箱", "inbox.outgoingmail"),
    ("文件", "files.storedfile"),
    ("审计", "ledger.auditevent"),
)
ROOTS = frozenset({"home", "portal:home", "console:home"})


def _item(request: HttpRequest, label: str, name: str) -> NavItem:
    url = reverse(name)
    # A root ("/", "/portal/", "/console/") is current only on itself, other pages also for what lies below them.
    places = (url, *(reverse(other) for other in BELONGS.get(name, ())))
    current = request.path == url if name in ROOTS else request.path.startswith(places)
    return NavItem(label=label, url=url, current=current, count="", unit="")


def _items(request: HttpRequest, entries: Iterable[tuple[str, str]]) -> list[NavItem]:
    return [_item(request, label, name) for label, name in entries]


def public_nav(request: HttpRequest) -> list[NavItem]:
    return _items(request, PUBLIC)


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
    entries = PORTAL_BODY if kinds == {OrganisationKind.CERTIFICATION_BODY} else PORTAL
    if OrganisationKind.CERTIFICATION_BODY in kinds and entries is PORTAL:
        entries = PORTAL + tuple(entry for entry in PORTAL_BODY if entry not in PORTAL)
    allowed = [(label, name) for label, name in entries if _lets_in(request, name)]
    return _with_unread(request, _items(request, [*allowed, *PORTAL_ACCOUNT]))


def _model_items(request: HttpRequest, entries: Iterable[tuple[str, str]]) -> list[NavItem]:
    """Only lists of models that the admin site shows to this reader."""
    allowed = []
    for label, model_name in entries:
        if admin.site.get_model_admin(apps.get_model(model_name)).has_view_or_change_permission(request):
            allowed.append((label, f"admin:{model_name.replace('.', '_')}_changelist"))
    return _items(request, allowed)


def _lets_in(request: HttpRequest, name: str) -> bool:
    """Does the rule that the page itself declares let this reader in?"""
    rule = getattr(resolve(reverse(name)).func, "access_rule", None)
    return rule is not None and rule.allows(request.user)


def _acts(request: HttpRequest, name: str) -> bool:
    """Has this reader something to do there, where reading alone gives no place in the menu?"""
    return name not in ACTING or (isinstance(request.user, User) and ACTING[name] in request.user.roles)


def console_nav(request: HttpRequest) -> list[NavItem]:
    entries = (*console_menu(), *CONSOLE)
    allowed = [(label, name) for label, name in entries if _lets_in(request, name) and _acts(request, name)]
    items = _items(request, [("首页", "console:home"), *_own_work(request.user), *allowed])
    return _with_unread(request, _with_alerts(request, _with_second(request, items)))


def _own_work(user: object) -> list[tuple[str, str]]:
    """待我复核, 提醒 and the work list, for whom they can ever hold anything."""
    entries = [("待我复核", "console:second")] if work_items.sources_for(user, Kind.SECOND) else []
    if work_items.sources_for(user, Kind.ALERT):
        entries.append(("提醒", "console:alerts"))
    return [*entries, ("工作清单", "console:work_list")] if has_desk(user) else entries


def _with_alerts(request: HttpRequest, items: list[NavItem]) -> list[NavItem]:
    for item in items:
        if item["label"] == "提醒" and (standing := alert_count(request.user)):
            item["count"], item["unit"] = str(standing), "项提醒"
    return items


def _with_second(request: HttpRequest, items: list[NavItem]) -> list[NavItem]:
    for item in items:
        if item["label"] == "待我复核" and (waiting := work_items.second_count(request.user)):
            item["count"], item["unit"] = str(waiting), "件待复核"
    return items


def console_more(request: HttpRequest) -> list[NavItem]:
    return _model_items(request, CONSOLE_MORE)


def navigation(request: HttpRequest) -> dict[str, object]:
    """Context processor: `public_nav portal_nav console_nav console_more`, lists of items, `demo`, `public_url`."""

    def lazy(build: Callable[[HttpRequest], list[NavItem]]) -> object:
        return SimpleLazyObject(lambda: build(request))

    menus = (public_nav, portal_nav, console_nav, console_more)
    return {"demo": settings.DEMO, "public_url": settings.PUBLIC_URL} | {build.__name__: lazy(build) for build in menus}
