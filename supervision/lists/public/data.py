"""The blacklist as open data. Who left it is told to subscribers by the id of the entry, without the name."""

from datetime import timedelta

from django.db.models import QuerySet
from django.urls import reverse

from supervision.lists.models import BlacklistEntry
from supervision.lists.states import EntryState
from tianfu.open_data.lists import MOST, DataSet, Entry, newest_first
from tianfu.text.moments import full_day
from tianfu.workflow import clock

COLUMNS = {
    "name": "企业名称",
    "uscc": "统一社会信用代码",
    "grounds": "事由类别",
    "number": "列入文号",
    "since": "列入日期",
    "until": "最后一天",
}


def standing() -> "QuerySet[BlacklistEntry]":
    """Who is on it today, newest first."""
    return BlacklistEntry.objects.standing(clock.today()).order_by("-since", "-pk")


def entries(limit: int) -> list[Entry]:
    rows = BlacklistEntry.objects.decided().order_by("-since", "-pk")
    return newest_first((_entry(row) for row in rows[:MOST] if row.entered_at), limit)


def _entry(row: BlacklistEntry) -> Entry:
    here = reverse("blacklist")
    entered = row.entered_at or clock.start_of(row.since)  # type: ignore[arg-type]
    if row.standing_on(clock.today()):
        until = f"，至 {row.until.isoformat()}" if row.until else ""
        return Entry(
            id=f"{here}#{row.pk}",
            title=f"列入：{row.name}",
            words=f"{row.get_grounds_display()}。自 {row.since}{until}。",
            link=f"{here}?q={row.uscc}",
            published=entered,
            updated=entered,
            facts={
                "name": row.name,
                "uscc": row.uscc,
                "grounds": row.get_grounds_display(),
                "number": row.number,
                "since": str(row.since),
                "until": row.until.isoformat() if row.until else "",
            },
        )
    removed = row.state == EntryState.REMOVED
    left = row.removed_at if removed else clock.start_of(row.until + timedelta(days=1))  # type: ignore[operator]
    return Entry(
        id=f"{here}#{row.pk}",
        title=f"{'移出' if removed else '期满'}：{full_day(row.since)}列入的一条",  # type: ignore[arg-type]
        words="该条已不在黑名单中，企业名称不再公布。",
        link=here,
        published=entered,
        updated=left or entered,
        facts=None,
    )


BLACKLIST = DataSet(
    key="blacklist",
    title="品牌黑名单",
    about="现在在列的企业、事由类别、文号和期限；移出或期满后不再列出，订阅者按条目得到更新。",
    page="blacklist",
    columns=COLUMNS,
    entries=entries,
    csv="blacklist.csv",
    json="blacklist.json",
    feed="blacklist/feed/",
)
