"""What waits for officers, as homes and 待我复核 read it: proposals, cases at the desk, late ones, what moved, claims."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Max, QuerySet
from django.urls import reverse

from applications.cases.models.application import Application
from applications.cases.stages.stage import registered
from applications.cases.standing.position import due_in_words, due_tone
from applications.cases.states import STAGES
from applications.enterprises.models import EnterpriseClaim
from applications.review.models import ApplicationEndorsement
from applications.review.work import proposals, work_list
from applications.review.work.desk import decides, has_desk
from applications.review.work.work_list import AGES, Wish
from tianfu.accounts.roles import Role
from tianfu.workflow import clock, work_items
from tianfu.workflow.calendar.holiday_calendar import Calendar
from tianfu.workflow.calendar.working_days import calendar
from tianfu.workflow.work_items import Bar, Chart, Kind, Source, WorkItem

_ROWS = ("enterprise__organisation", "product_version", "handler")


def list_url(**query: Any) -> str:
    """The work list with these filters."""
    return f"{reverse('console:work_list')}?{urlencode(query)}"


def case_url(pk: int, query: str = "", at: int = 0) -> str:
    """The review page; `query` is the list one comes from, `at` the place in it."""
    return case_urls([pk], query, at)[0]


def case_urls(keys: Sequence[int], query: str = "", first: int = 0) -> list[str]:
    """The same for several cases of a list, one after the other from the place `first` on."""
    tail = f"?{urlencode({'from': query})}&at=" if query else ""
    before, _, after = reverse("console:review", args=[0]).rpartition("0")
    urls = [f"{before}{pk}{after}" for pk in keys]
    return [f"{url}{tail}{place}" for place, url in enumerate(urls, start=first)] if tail else urls


def _item(row: Application, what: str, days: Calendar, url: str, **more: Any) -> WorkItem:
    today = clock.today()
    values: dict[str, Any] = {
        "since": row.stage_since,
        "due": row.due_on,
        "due_words": due_in_words(row.due_on, today, days) if row.due_on else "",
        "tone": due_tone(row.due_on, today, days),
        "holder": str(row.handler or ""),
        "about": f"application:{row.pk}",
    }
    return WorkItem(title=f"{row.product_version.name} · {row.number}", url=url, what=what, **values | more)


# ---- the second person
def _second_rows(user: Any, limit: int) -> list[WorkItem]:
    rows = proposals.for_second(user).select_related("first_by", *[f"subject__{name}" for name in _ROWS])[:limit]
    days = calendar()
    return [_second_item(row, place, days) for place, row in enumerate(rows)]


def _second_item(row: ApplicationEndorsement, place: int, days: Calendar) -> WorkItem:
    return _item(
        row.subject,
        f"{proposals.in_words(row)}，请复核。",
        days,
        case_url(row.subject_id, "view=second", place),
        since=row.first_at,
        first=str(row.first_by),
        first_note=row.first_note,
    )


# ---- the first person
def _todo(user: Any) -> "QuerySet[Application]":
    return work_list.find(user, Wish(view="todo"))


def _todo_rows(user: Any, limit: int) -> list[WorkItem]:
    days = calendar()
    rows = _todo(user).select_related(*_ROWS)[:limit]
    return [
        _item(row, registered()[row.state].todo, days, case_url(row.pk, "view=todo", place))
        for place, row in enumerate(rows)
    ]


# ---- late, and news
def _late(user: Any) -> "QuerySet[Application]":
    return work_list.find(user, Wish(view="overdue"))


def _late_rows(user: Any, limit: int) -> list[WorkItem]:
    days = calendar()
    rows = _late(user).select_related(*_ROWS)[:limit]
    return [
        _item(row, f"{row.get_state_display()}已超过期限，请尽快办理。", days, case_url(row.pk, "view=overdue", place))
        for place, row in enumerate(rows)
    ]


def _yesterday() -> Any:
    return clock.today() - timedelta(days=1)


def _moved(user: Any) -> "QuerySet[Application]":
    return work_list.find(user, Wish(view="all", chosen={"moved_from": _yesterday()}))


def _moved_rows(user: Any, limit: int) -> list[WorkItem]:
    rows = _moved(user).annotate(moved_at=Max("changes__at")).order_by("-moved_at", "pk")
    days = calendar()
    return [
        _item(row, f"现在：{row.get_state_display()}。", days, case_url(row.pk), since=row.moved_at, tone="")
        for row in rows.select_related(*_ROWS)[:limit]
    ]


# ---- claims
def _claims(user: Any) -> "QuerySet[EnterpriseClaim]":
    rows = EnterpriseClaim.objects.filter(status=EnterpriseClaim.Status.PENDING).order_by("claimed_at")
    scope = user.regions_for(Role.PREFECTURE_OFFICER)
    return rows if scope is None else rows.filter(enterprise__registered_region_id__in=scope)


def _claim_rows(user: Any, limit: int) -> list[WorkItem]:
    return [
        WorkItem(
            title=str(row.enterprise),
            url=reverse("console:claim", args=[row.pk]),
            what="请对照营业执照核验企业认领。",
            since=row.claimed_at,
        )
        for row in _claims(user).select_related("enterprise__organisation")[:limit]
    ]


# ---- counts as bars
def _by_stage(user: Any, view: str) -> Sequence[Bar]:
    rows = work_list.find(user, Wish(view=view)).filter(state__in=STAGES).order_by()
    found = dict(rows.values_list("state").annotate(number=Count("pk")))
    return [
        Bar(room.label, found[key], list_url(view=view, state=key))
        for key, room in registered().items()
        if key in found
    ]


def _by_age(user: Any, view: str) -> Sequence[Bar]:
    today = clock.today()
    rows = work_list.find(user, Wish(view=view)).filter(state__in=STAGES).order_by()
    counted = rows.aggregate(
        **{f"n{place}": Count("pk", filter=work_list.of_age(age, today)) for place, age in enumerate(AGES)}
    )
    return [
        Bar(words, counted[f"n{place}"], list_url(view=view, age=age), "late" if age.endswith("-") else "")
        for place, (age, words) in enumerate(AGES.items())
    ]


def _reads_only(user: Any) -> bool:
    return has_desk(user) and not decides(user)


def _officer_of_claims(user: Any) -> bool:
    return Role.PREFECTURE_OFFICER in user.roles


def register_sources() -> None:
    """Once, when this module is found."""
    for source in (
        Source(
            "applications.second", "申报的意见和决定", Kind.SECOND, _second_rows,
            proposals.for_second, lambda user: reverse("console:second"), decides,
            ApplicationEndorsement, "同事提出、需要您复核的意见会列在这里。",
        ),
        Source(
            "applications.todo", "待办申报", Kind.TODO, _todo_rows, _todo,
            lambda user: list_url(view="todo"), decides, None, "到您岗位的申报会按期限先后列在这里。",
        ),
        Source(
            "applications.claims", "企业认领", Kind.TODO, _claim_rows, _claims,
            lambda user: reverse("console:claims"), _officer_of_claims, None, "企业首次登记后，认领申请会列在这里。",
        ),
        Source(
            "applications.late", "超期申报", Kind.LATE, _late_rows, _late,
            lambda user: list_url(view="overdue"), decides, None, "没有超期的申报。",
        ),
        Source(
            "applications.moved", "申报进展", Kind.NEW, _moved_rows, _moved,
            lambda user: list_url(view="all", moved_from=_yesterday().isoformat()), has_desk, None,
            "昨天以来没有申报进入新的环节。",
        ),
    ):  # fmt: skip
        work_items.register(source)
    for key, label, bars in (("stage", "按环节", _by_stage), ("age", "按停留时间", _by_age)):
        work_items.register_chart(
            Chart(f"applications.desk_{key}", f"本岗位在办，{label}", partial(bars, view="desk"), decides)
        )
        work_items.register_chart(
            Chart(f"applications.all_{key}", f"全部在办，{label}", partial(bars, view="all"), _reads_only)
        )


register_sources()
