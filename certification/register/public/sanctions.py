"""暂停和撤销 for everybody: whose mark is down now, and every suspension and 撤销 as open data."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from certification.authorizations.lookup import counts
from certification.authorizations.models.authorization import Authorization, AuthorizationChange, Suspension
from certification.authorizations.states import AuthorizationState
from certification.authorizations.suspensions.causes import WORDS
from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.inbox.page_links import page_links
from tianfu.open_data.lists import KEPT, DataSet, Entry, newest_first
from tianfu.text import parameters
from tianfu.workflow import clock

PAGE = 30
S = AuthorizationState
DOWN = ("suspend", "withdraw")
COLUMNS = {
    "kind": "类别",
    "number": "授权编号",
    "product": "产品",
    "holder": "持有人",
    "uscc": "统一社会信用代码",
    "cause": "原因",
    "since": "起",
    "until": "消除日期",
    "state": "授权现状",
}


def sanctioned(day: date) -> QuerySet[AuthorizationChange]:
    """The passages by which a mark may not be used on `day`, a suspension or a 撤销; the latest first.

    Read from the passages, newest first by their index, and not from the register: few of its rows are down.
    """
    down = Q(subject__state=S.SUSPENDED, subject__ends_on__gte=day) | Q(subject__state=S.WITHDRAWN)
    later = AuthorizationChange.objects.filter(subject=OuterRef("subject"), revision__gt=OuterRef("revision"))
    rows = AuthorizationChange.objects.filter(down, transition__in=DOWN, subject__published_at__isnull=False)
    rows = rows.exclude(Exists(later.filter(transition__in=DOWN)))
    return rows.select_related("subject").order_by("-at", "-subject_id")


def count_of(day: date) -> int:
    """How many there are, as the register keeps it."""
    return counts.effective(S.SUSPENDED, day) + counts.effective(S.WITHDRAWN, day)


class _Known(Paginator):
    """Pages of a list whose length is known."""

    def __init__(self, rows: QuerySet[Any], size: int, count: int) -> None:
        super().__init__(rows, size)
        self.count = count  # type: ignore[misc]  # takes the place of a cached property


def suspensions() -> QuerySet[Suspension]:
    return Suspension.objects.filter(authorization__published_at__isnull=False).select_related("authorization")


def withdrawals() -> QuerySet[AuthorizationChange]:
    rows = AuthorizationChange.objects.filter(transition="withdraw", subject__published_at__isnull=False)
    return rows.select_related("subject")


def entries(limit: int) -> list[Entry]:
    """Every suspension, the lifted ones too, and every 撤销; never the officers' own reasons."""
    today = clock.today()
    changed = suspensions()
    rows = [
        *changed.order_by("-since", "-pk")[:limit],
        *changed.filter(lifted_at__isnull=False).order_by("-lifted_at", "-pk")[:limit],
    ]
    found = [_suspension(row, today) for row in {row.pk: row for row in rows}.values()]
    found += [_withdrawal(row, today) for row in withdrawals().order_by("-at", "-pk")[:limit]]
    return newest_first(found, limit)


def _suspension(row: Suspension, today: date) -> Entry:
    authorization, lifted = row.authorization, row.lifted_at
    over = f"该原因自 {clock.in_beijing(lifted).isoformat()} 起消除。" if lifted else ""
    return Entry(
        id=f"{reverse('sanctions')}#suspension-{row.pk}",
        title=f"{'暂停原因消除' if lifted else '暂停'}：{authorization.product_name}（{authorization.holder_name}）",
        words=f"编号 {authorization.number}。{WORDS[row.cause].public}自 {row.began_on.isoformat()} 起。{over}",
        link=reverse("brand", args=[authorization.number]),
        published=row.since,
        updated=lifted or row.since,
        facts={
            "kind": "暂停",
            **_facts(authorization, today),
            "cause": row.get_cause_display(),
            "since": row.began_on.isoformat(),
            "until": clock.in_beijing(lifted).isoformat() if lifted else "",
        },
    )


def _withdrawal(row: AuthorizationChange, today: date) -> Entry:
    authorization = row.subject
    return Entry(
        id=f"{reverse('sanctions')}#withdrawal-{row.pk}",
        title=f"撤销：{authorization.product_name}（{authorization.holder_name}）",
        words=f"编号 {authorization.number}，授权已被撤销，不得再使用标识。",
        link=reverse("brand", args=[authorization.number]),
        published=row.at,
        updated=row.at,
        facts={
            "kind": "撤销",
            **_facts(authorization, today),
            "cause": "",
            "since": clock.in_beijing(row.at).isoformat(),
            "until": "",
        },
    )


def _facts(row: Authorization, today: date) -> dict[str, Any]:
    return {
        "number": row.number,
        "product": row.product_name,
        "holder": row.holder_name,
        "uscc": row.holder_uscc,
        "state": row.effective_on(today).label,
    }


SANCTIONS = DataSet(
    key="sanctions",
    title="暂停和撤销",
    about="授权的每一次暂停（原因、起止）和撤销，当日公布；原因消除后作为更新出现。",
    page="sanctions",
    columns=COLUMNS,
    entries=entries,
    csv="sanctions.csv",
    json="sanctions.json",
    feed="sanctions/feed/",
)


@requires(PUBLIC)
@require_safe
def sanctions(request: HttpRequest) -> HttpResponse:
    """Those that stand today, each with its standing causes."""
    today = clock.today()
    rows = sanctioned(today).prefetch_related("subject__suspensions")
    shown = _Known(rows, PAGE, count_of(today)).get_page(parameters.page(request.GET))
    found = [change.subject for change in shown.object_list]
    for row in found:
        row.effective = row.effective_on(today)
        row.causes = [cause for cause in row.suspensions.all() if cause.lifted_at is None]
    context = {
        "rows": found,
        "count": shown.paginator.count,
        "paged": shown.number > 1,
        "data": SANCTIONS,
        **page_links(reverse("sanctions"), shown, {}),
    }
    response = render(request, "certification/register/public/sanctions.html", context)
    patch_cache_control(response, public=True, max_age=KEPT)
    return response
