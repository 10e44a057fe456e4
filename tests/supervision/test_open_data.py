"""公开数据: every set in three forms that say the same; what changes is an update of the same entry, never silence."""

import csv
import io
import json
from datetime import date, timedelta
from typing import Any

import feedparser
import pytest
from django.test import Client
from django.urls import reverse

from supervision.directories.items.publication import confirm, propose
from supervision.directories.models import InspectionItem, PlannedBatch, YearlyPlan
from supervision.directories.states import ItemAct, PlanState
from supervision.draws.models import DrawPlan
from supervision.inspections.models import InspectionTask
from supervision.inspections.states import ResultWord
from supervision.lists.models import BlacklistEntry
from supervision.lists.states import EntryState
from tests import make
from tests.some import some
from tests.supervision.draws import make as draws
from tests.supervision.inspections import make as checks
from tests.supervision.make import published_items, queries_of
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.open_data.lists import MOST, data_sets
from tianfu.text.moments import iso
from tianfu.workflow import clock as the_clock
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
KEYS = {"annual_reports", "draws", "inspection_items", "yearly_plans", "inspections", "sanctions", "blacklist"}
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "feed": "application/atom+xml; charset=utf-8",
}


@pytest.fixture
def people(clock: Any, reference: None) -> tuple[User, User]:
    clock.set("2026-11-26")
    return checks.people()


def answer(key: str, form: str) -> Any:
    found = Client().get(reverse(f"{key}_{form}"))
    assert found.status_code == 200, (key, form)
    return found


def listed(key: str) -> list[dict[str, Any]]:
    return json.loads(answer(key, "json").content)[key]


def feed(key: str) -> list[tuple[str, str, str]]:
    """(id, title, updated) of each entry."""
    read = feedparser.parse(answer(key, "feed").content)
    assert not read.bozo
    return [(entry.id, entry.title, entry.updated) for entry in read.entries]


def plan_of(year: int, month: int, version: int = 1) -> YearlyPlan:
    """A published plan with one batch, as two people would have left it."""
    author, other = make.officer(Role.SPOTCHECK_MANAGER), make.officer(Role.SPOTCHECK_MANAGER)
    now = the_clock.now()
    plan = YearlyPlan.objects.create(
        year=year, version=version, title=f"{year} 年抽查计划", yearly_cap=2, created_by=author, created_at=now
    )
    PlannedBatch.objects.create(plan=plan, title="机构批次", object_kind="certification_body", month=month, ratio="10%")
    filed = {"filed_on": date(year, 1, 5), "filed_with": "市场监管总局", "filed_number": "备 1 号"}
    published = {"state": PlanState.PUBLISHED, "published_on": the_clock.today(), "approved_by": other}
    YearlyPlan.objects.filter(pk=plan.pk).update(**filed, **published)
    return YearlyPlan.objects.get(pk=plan.pk)


def entry_of(name: str, **fields: Any) -> BlacklistEntry:
    first, second = make.officer(Role.PROVINCE_OFFICER), make.officer(Role.PROVINCE_APPROVER)
    facts = {"uscc": "91510100TFMP0101X4", "cause": "事由不公开", "state": EntryState.LISTED, "entered_by": second}
    times = {"since": the_clock.today(), "entered_at": the_clock.now()}
    assert first != second
    return BlacklistEntry.objects.create(name=name, **{**facts, **times, **fields})


def test_every_set_has_three_forms_and_a_page_that_names_them(clock: Any) -> None:
    clock.set("2026-11-26")
    everything = Client().get("/data/").content.decode()
    assert {data.key for data in data_sets()} == KEYS
    for data in data_sets():
        found = {form: answer(data.key, form) for form in KINDS}
        assert {form: one["Content-Type"] for form, one in found.items()} == KINDS, data.key
        assert all("public" in one["Cache-Control"] for one in found.values()), data.key
        assert found["csv"].content.startswith(b"\xef\xbb\xbf"), data.key
        page = Client().get(data.page_url).content.decode()
        links = [f'href="{url}"' for url in (data.csv_url, data.json_url, data.feed_url)]
        # Once for programs in the head, once for people.
        assert [page.count(link) for link in links] == [2, 2, 2], data.key
    assert [data.title for data in data_sets() if data.title not in everything] == []
    assert 'href="/data/"' in Client().get("/").content.decode()


def test_the_table_and_the_program_read_the_same(people: Any, clock: Any) -> None:
    checks.published(checks.first(checks.drawn(people, clock)), people[0], ResultWord.ORDERED)
    plan_of(2026, 12)
    entry_of("成都甲企业")
    make.authorization(clock_fixture=clock)
    for data in some(data_sets()):
        rows = list(csv.reader(io.StringIO(answer(data.key, "csv").content.decode().lstrip("﻿"))))
        assert rows[0] == [*data.columns.values(), "条目", "更新时间"], data.key
        wanted = [
            [
                *("；".join(row[key]) if isinstance(row[key], list) else str(row[key]) for key in data.columns),
                row["id"],
                row["updated"],
            ]
            for row in listed(data.key)
        ]
        assert rows[1:] == wanted, data.key
        assert {row["id"] for row in listed(data.key)} <= {entry[0] for entry in feed(data.key)}, data.key


def test_no_cell_of_a_table_runs_as_a_formula(clock: Any) -> None:
    clock.set("2026-11-26")
    entry_of('=HYPERLINK("http://x.example","点我")')
    row = list(csv.reader(io.StringIO(answer("blacklist", "csv").content.decode().lstrip("﻿"))))[1]
    assert row[0] == '\'=HYPERLINK("http://x.example","点我")'


def test_a_draw_keeps_its_id_and_moves_when_it_is_overdue(people: Any, clock: Any) -> None:
    plan = draws.committed(people)
    (before,) = feed("draws")
    clock.set(plan.draw_by - timedelta(seconds=5))
    (between,) = feed("draws")
    clock.set(plan.draw_by + timedelta(seconds=5))
    (after,) = feed("draws")
    assert before[0] == between[0] == after[0]
    assert [one[1].partition("：")[0] for one in (before, between, after)] == ["等待号码", "号码已产生", "逾期未抽取"]
    assert [one[2] for one in (before, between, after)] == [
        iso(plan.committed_at),
        iso(plan.seed_after),
        iso(plan.draw_by),
    ]


def test_a_sealed_result_is_no_news_before_its_reveal(people: Any, clock: Any) -> None:
    plan = checks.drawn(people, clock, sealed=True, reveal_by=the_clock.end_of(the_clock.today() + timedelta(days=60)))
    checks.concluded(checks.first(plan))
    names = [pick.object.name for pick in plan.picks.select_related("object")]
    found = "".join(answer(key, form).content.decode() for key in KEYS for form in KINDS)
    assert [name for name in names if name in found] == []
    assert listed("inspections") == [] == feed("inspections")


def test_what_follows_a_result_is_an_update_of_it(people: Any, clock: Any) -> None:
    task = checks.published(checks.first(checks.drawn(people, clock)), people[0], ResultWord.ORDERED)
    (before,) = feed("inspections")
    task.refresh_from_db()
    clock.set((task.rectify_by + timedelta(days=1)).isoformat())  # type: ignore[operator]
    (after,) = feed("inspections")
    assert (before[0], before[2] < after[2]) == (after[0], True)
    (row,) = listed("inspections")
    assert ("已过，尚未复查" in row["rectification"], row["result"]) == (True, "发现问题已责令改正")


def test_a_withdrawn_item_leaves_the_list_and_says_so(clock: Any) -> None:
    clock.set("2026-11-26")
    one, other = published_items(2)
    assert {row["code"] for row in listed("inspection_items")} == {one.code, other.code}
    clock.set("2026-11-28 10:00")
    first, second = make.officer(Role.SPOTCHECK_MANAGER), make.officer(Role.SPOTCHECK_MANAGER)
    proposal = propose(one, ItemAct.WITHDRAW, user=first, seen=one.revision, reason="不再检查")
    confirm(proposal, user=second, seen=InspectionItem.objects.get(pk=one.pk).revision, shown=NO_PAGE)
    assert {row["code"] for row in listed("inspection_items")} == {other.code}
    newest = feed("inspection_items")[0]
    assert (newest[0].endswith(f"#{one.code}-1"), newest[1]) == (True, f"停用：{one.code} {one.name}（第 1 版）")


def test_who_leaves_the_blacklist_is_an_update_without_a_name(clock: Any) -> None:
    clock.set("2026-11-26")
    lasting, ending = entry_of("甲企业"), entry_of("乙企业", uscc="91510100TFMP0102X2", until=date(2026, 11, 27))
    ids = {title: id for id, title, _ in feed("blacklist")}
    assert set(ids) == {"列入：甲企业", "列入：乙企业"}
    clock.set("2026-11-28")
    by = make.officer(Role.PROVINCE_APPROVER)
    removal = {"state": EntryState.REMOVED, "removed_at": the_clock.now(), "removed_by": by, "removal_reason": "核实"}
    BlacklistEntry.objects.filter(pk=lasting.pk).update(**removal)
    assert listed("blacklist") == []
    found = {id: title.partition("：")[0] for id, title, _ in feed("blacklist")}
    assert found == {ids["列入：甲企业"]: "移出", ids["列入：乙企业"]: "期满"}
    (blacklist,) = [data for data in data_sets() if data.key == "blacklist"]
    assert [one.updated for one in blacklist.entries(9) if one.title.startswith("期满")] == [
        the_clock.start_of(date(2026, 11, 28))
    ]
    everything = "".join(answer("blacklist", form).content.decode() for form in KINDS)
    assert [word for word in ("甲企业", "乙企业", ending.uscc, "事由不公开") if word in everything] == []


def test_a_batch_whose_month_is_over_announces_itself(people: Any, clock: Any) -> None:
    plan = plan_of(2026, 11)
    pages = ("/draws/", "/draws/plans/")
    (before,) = feed("yearly_plans")
    assert ["至今没有抽查" in Client().get(page).content.decode() for page in pages] == [False, False]
    clock.set("2026-12-01 00:00:01")
    assert ["应在 2026 年 11 月抽查，至今没有抽查" in Client().get(page).content.decode() for page in pages] == [
        True,
        True,
    ]
    (after,) = feed("yearly_plans")
    assert (before[0], after[2]) == (after[0], "2026-12-01T00:00:00+08:00")
    # A later version takes over; of the old one nothing is due.
    YearlyPlan.objects.filter(pk=plan.pk).update(state=PlanState.CLOSED)
    plan_of(2026, 12, version=2)
    assert ["至今没有抽查" in Client().get(page).content.decode() for page in pages] == [False, False]


def test_a_batch_that_was_drawn_in_time_is_not_late_and_a_void_draw_is_none(people: Any, clock: Any) -> None:
    plan = plan_of(2026, 11)
    draws.committed(people, batch=plan.batches.get())
    clock.set("2026-12-02")
    shown = Client().get("/draws/plans/").content.decode()
    assert ("至今没有抽查" in shown, "日常抽查 · 认证机构 · 10%" in shown) == (False, True)
    what = "11 月 机构批次（日常抽查，认证机构，10%）"
    assert listed("yearly_plans")[0]["batches"] == [f"{what}：等待抽取 SC-2026-0001"]
    DrawPlan.objects.update(state="drawn")
    assert listed("yearly_plans")[0]["batches"] == [f"{what}：已抽查 SC-2026-0001"]
    DrawPlan.objects.update(state="void")
    assert "应在 2026 年 11 月抽查" in Client().get("/draws/plans/").content.decode()


def test_the_sets_cost_the_same_for_one_and_for_many(people: Any, clock: Any) -> None:
    plan = checks.drawn(people, clock)
    rows = list(InspectionTask.objects.filter(plan=plan).order_by("pk")[:2])
    checks.published(rows[0], people[0])
    plan_of(2026, 12)
    counts = []
    for year in (2025, 2024):
        counts.append({key: queries_of(Client(), reverse(f"{key}_feed")) for key in sorted(KEYS)})
        if year == 2025:
            checks.published(rows[1], people[0])
        plan_of(year, 3)
        draws.committed(people)
        entry_of("丙企业")
    assert counts[0] == counts[1]
    assert max(counts[0].values()) <= 7
    assert MOST == 5000
