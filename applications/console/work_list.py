"""我的工作: mine, my desk, overdue. A fixed number of queries whatever the length."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from applications.console.pages import page
from applications.models import Application, EnterpriseClaim
from applications.presenting import due_in_words, due_tone
from applications.stage import Stage, registered
from applications.states import STAGES, ApplicationState, Route
from tianfu.accounts.access import STAFF, requires
from tianfu.accounts.roles import Role
from tianfu.text.fields import TextField
from tianfu.workflow import clock
from tianfu.workflow.holiday_calendar import Calendar
from tianfu.workflow.working_days import calendar

PAGE = 50
VIEWS = {"mine": "我的", "desk": "本岗位", "overdue": "超期", "all": "全部"}


def desk(user: Any) -> Q:
    """Cases at a stage where this person may act, within their prefectures."""
    wanted = Q(pk__in=[])
    for room in registered().values():
        wanted |= _room(room, user)
    return wanted


def _room(room: Stage, user: Any) -> Q:
    held = [role for role in (*room.roles, *room.second_roles) if role in user.roles]
    if not held:
        return Q(pk__in=[])
    if not room.regional:
        return Q(state=room.key)
    scopes = [user.regions_for(role) for role in held]
    if any(scope is None for scope in scopes):
        return Q(state=room.key)
    return Q(state=room.key, region_id__in=frozenset().union(*scopes))


def _views(user: Any, today: date) -> dict[str, Q]:
    at_desk = desk(user)
    return {
        "mine": Q(handler=user, state__in=STAGES),
        "desk": at_desk,
        "overdue": at_desk & Q(due_on__lt=today),
        "all": ~Q(pk=None),
    }


class WorkFilter(forms.Form):
    q = TextField(label="编号、企业或产品", required=False, max_length=60)
    route = forms.ChoiceField(label="路径", required=False, choices=[("", "全部"), *Route.choices])
    state = forms.ChoiceField(label="环节", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rooms = [(key, room.label) for key, room in registered().items()]
        self.fields["state"].choices = [("", "全部"), *rooms]  # type: ignore[attr-defined]


def _filter(rows: Any, data: Any) -> Any:
    text = data.get("q", "").strip()[:60]
    if text:
        rows = rows.filter(
            Q(number__icontains=text)
            | Q(enterprise__organisation__name__icontains=text)
            | Q(product__name__icontains=text)
        )
    if data.get("route") in Route.values:
        rows = rows.filter(route=data["route"])
    if data.get("state") in ApplicationState.values:
        rows = rows.filter(state=data["state"])
    return rows


def _row(row: Application, today: date, days: Calendar) -> dict[str, Any]:
    return {
        "url": reverse("console:review", args=[row.pk]),
        "number": row.number,
        "enterprise": row.enterprise.organisation.name,
        "product": row.product.name,
        "route": row.get_route_display(),
        "stage": row.get_state_display(),
        "state": "",
        "due": row.due_on,
        "due_words": _due_words(row, today, days),
        "due_tone": due_tone(row.due_on, today, days),
        "handler": row.handler or "",
    }


def _due_words(row: Application, today: date, days: Calendar) -> str:
    if row.finished:
        return "已办结"
    return due_in_words(row.due_on, today, days) if row.due_on else "计时暂停"


def _after(text: str) -> tuple[str, int] | None:
    """Keyset cursor `2026-12-04.17`: the due date (or none) and id of the last row shown."""
    day, _, pk = text.rpartition(".")
    return (day, int(pk)) if pk.isascii() and pk.isdigit() and len(pk) < 18 else None


def _keyset(rows: Any, text: str) -> Any:
    cursor = _after(text)
    if cursor is None:
        return rows
    day, pk = cursor
    try:
        due = date.fromisoformat(day)
    except ValueError:
        return rows.filter(due_on=None, pk__gt=pk)
    return rows.filter(Q(due_on__gt=due) | Q(due_on=due, pk__gt=pk) | Q(due_on=None))


@requires(STAFF)
@require_safe
def work_list(request: HttpRequest) -> HttpResponse:
    user, today = request.user, clock.today()
    views = _views(user, today)
    visible = Application.objects.on_console_for(user)
    counts = visible.aggregate(**{key: Count("pk", filter=wanted) for key, wanted in views.items()})
    chosen = request.GET.get("view") or ("mine" if counts["mine"] else "desk")
    if chosen not in views:
        chosen = "desk"
    rows = _filter(visible.filter(views[chosen]), request.GET)
    rows = _keyset(rows, request.GET.get("after", "")).order_by("due_on", "pk")
    found = list(rows.select_related("enterprise__organisation", "product", "handler")[: PAGE + 1])
    days = calendar()
    kept = {key: value for key, value in request.GET.items() if key not in ("after", "view") and value}
    older = ""
    if len(found) > PAGE:
        last = found[PAGE - 1]
        older = "?" + urlencode({**kept, "view": chosen, "after": f"{last.due_on or ''}.{last.pk}"})
    context = {
        "title": "我的工作",
        "tabs": [
            {
                "label": label,
                "url": "?" + urlencode({**kept, "view": key}),
                "current": key == chosen,
                "count": counts[key],
                "urgent": key == "overdue" and counts[key],
            }
            for key, label in VIEWS.items()
        ],
        "filter_form": WorkFilter(request.GET or None),
        "rows": [_row(row, today, days) for row in found[:PAGE]],
        "older_url": older,
        "chosen": chosen,
        "claims": _claims(user),
        "has_desk": bool(user.roles & _DESK_ROLES),
    }
    return page(request, "console/work_list.html", context)


_DESK_ROLES = frozenset(
    {
        Role.PREFECTURE_OFFICER,
        Role.PREFECTURE_APPROVER,
        Role.OPERATOR_OFFICER,
        Role.PROVINCE_OFFICER,
        Role.PROVINCE_APPROVER,
        Role.AUDITOR,
    }
)


def _claims(user: Any) -> int:
    """How many enterprise claims wait for this officer."""
    if Role.PREFECTURE_OFFICER not in user.roles:
        return 0
    rows = EnterpriseClaim.objects.filter(status=EnterpriseClaim.Status.PENDING)
    scope = user.regions_for(Role.PREFECTURE_OFFICER)
    if scope is not None:
        rows = rows.filter(enterprise__registered_region_id__in=scope)
    return rows.count()
