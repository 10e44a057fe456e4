"""一公开: what everybody reads of a draw, and what nobody reads before its time."""

import csv
import hashlib
import io
import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from supervision.draws.plans.annulment import confirm_void, propose_void, void_facts
from supervision.draws.results.secrecy import reveal
from supervision.draws.work.sources import SOURCES
from supervision.draws.work.tasks import remind_of_values
from tests.supervision.draws import make as draws
from tests.supervision.make import queries_of
from tianfu.workflow.door import SYSTEM
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import stamp

VALUES = next(row for row in SOURCES if row.key == "draws.values")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
FILES = ("plan.json", "objects.jsonl", "inspectors.jsonl", "comparison.json", "values.json", "result.json")


@pytest.fixture
def people(clock: Any, reference: None) -> tuple[Any, Any]:
    clock.set("2026-11-26")
    draws.objects(10)
    draws.inspectors(4)
    draws.item()
    return draws.organisers()


def drawn(people: Any, clock: Any, **values: Any) -> Any:
    plan = draws.after_event(draws.committed(people, **values), clock)
    draws.typed(plan, people)
    run_due()
    plan.refresh_from_db()
    return plan


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_draft_is_nobodys_business(people: Any, client: Client) -> None:
    draws.handed_over(people[0])
    assert "机构抽查" not in text(client, "/draws/")
    assert json.loads(text(client, "/draws/list.json"))["draws"] == []


def test_the_published_files_are_the_hashed_bytes(people: Any, clock: Any, client: Client) -> None:
    plan = drawn(people, clock)
    page = text(client, f"/draws/{plan.number}/")
    shown = dict(re.findall(r">([a-z]+\.jsonl?)</a>.*?<code class=\"break\">([0-9a-f]{64})</code>", page, re.S))
    served = {name: hashlib.sha256(client.get(f"/draws/{plan.number}/{name}").content).hexdigest() for name in FILES}
    assert shown == served


def test_no_name_of_a_person_is_public(people: Any, clock: Any, client: Client) -> None:
    plan = drawn(people, clock)
    everything = "".join(
        text(client, path)
        for path in ("/draws/", f"/draws/{plan.number}/", "/draws/list.json", "/draws/list.csv", "/draws/feed/")
    ) + "".join(text(client, f"/draws/{plan.number}/{name}") for name in FILES)
    names = ["检查员", *[person.name for person in people]]
    assert [name for name in names if name in everything] == []
    assert "SC000001" in everything


def test_before_the_event_there_is_nothing_to_know(people: Any, client: Client) -> None:
    plan = draws.committed(people)
    page = text(client, f"/draws/{plan.number}/")
    assert ("此前没有人知道谁会被抽中" in page, "自己算一遍" in page) == (True, False)
    assert [client.get(f"/draws/{plan.number}/{name}").status_code for name in FILES] == [200, 200, 200, 200, 404, 404]


def test_before_its_dice_are_rolled_no_page_says_that_the_numbers_are_out(
    people: Any, clock: Any, client: Client
) -> None:
    plan = draws.committed(people, mode="dice", sources=[])
    clock.advance(minutes=20)
    page = text(client, f"/draws/{plan.number}/")
    assert [words in page for words in ("等待掷骰", "号码已经产生", "号码产生</li>")] == [True, False, False]
    assert json.loads(text(client, "/draws/list.json"))["draws"][0]["state"] == "等待掷骰"
    client.force_login(people[0])
    desk = text(client, f"/console/draws/{plan.pk}/")
    assert [words in desk for words in ("请在见证人面前掷骰，并记录。", "随机数已经产生")] == [True, False]
    assert [row.what for row in VALUES.rows(people[0], 5)] == ["请在见证人面前掷骰，并记录。"]
    assert remind_of_values(date(2026, 11, 26)) == 0


def test_a_sealed_draw_shows_a_hash_and_no_pick_before_its_reveal(people: Any, clock: Any, client: Client) -> None:
    day = clock.set("2026-11-26")
    plan = drawn(people, clock, sealed=True, reveal_by=day + timedelta(days=70))
    result = plan.results.get()
    page = text(client, f"/draws/{plan.number}/")
    objects = [pick.object.name for pick in plan.picks.all()]
    assert (result.sha256 in page, [name for name in objects if name in page]) == (True, [])
    hidden = ("values.json", "result.json", "check.html")
    assert [client.get(f"/draws/{plan.number}/{name}").status_code for name in hidden] == [404, 404, 404]
    reveal(plan, actor=SYSTEM, seen=plan.revision)
    assert [client.get(f"/draws/{plan.number}/{name}").status_code for name in hidden] == [200, 200, 200]


def test_what_is_overdue_says_so(people: Any, clock: Any, client: Client) -> None:
    plan = draws.committed(people)
    clock.set(plan.draw_by - timedelta(seconds=5))
    assert "逾期未抽取" not in text(client, "/draws/")
    clock.set(plan.draw_by + timedelta(seconds=1))
    assert "逾期未抽取" in text(client, f"/draws/{plan.number}/")
    assert "至今没有抽取" in text(client, "/draws/")
    assert json.loads(text(client, "/draws/list.json"))["draws"][0]["state"] == "逾期未抽取"


def test_a_void_draw_stays_with_its_reason(people: Any, clock: Any, client: Client) -> None:
    plan = drawn(people, clock)
    proposal = propose_void(plan, user=people[0], seen=plan.revision, reason="名录遗漏了三家机构")
    confirm_void(proposal, user=people[1], seen=plan.revision, shown=stamp(void_facts(plan, proposal)))
    page = text(client, f"/draws/{plan.number}/")
    assert ("名录遗漏了三家机构" in page, "已作废" in page) == (True, True)
    assert client.get(f"/draws/{plan.number}/result.json").status_code == 200


def test_a_void_draw_has_nothing_more_to_do(people: Any, clock: Any, client: Client) -> None:
    plan = draws.committed(people)
    page = text(client, f"/draws/{plan.number}/")
    assert page.count("<strong>待办</strong>") == 2
    proposal = propose_void(plan, user=people[0], seen=plan.revision, reason="名录遗漏了三家机构")
    confirm_void(proposal, user=people[1], seen=plan.revision, shown=stamp(void_facts(plan, proposal)))
    page = text(client, f"/draws/{plan.number}/")
    assert ("待办" in page, "两人分别录入号码" in page, "作废：名录遗漏了三家机构" in page) == (False, False, True)


def test_another_plans_number_or_file_is_404(people: Any, client: Client) -> None:
    draws.committed(people)
    paths = ("/draws/SC-2026-0002/", "/draws/SC-2026-0002/plan.json", "/draws/SC-2026-0001/secret.json", "/draws/x%00/")
    assert [client.get(path).status_code for path in paths] == [404, 404, 404, 400]


def test_csv_and_json_say_the_same(people: Any, clock: Any, client: Client) -> None:
    drawn(people, clock)
    rows = list(csv.reader(io.StringIO(text(client, "/draws/list.csv").lstrip("﻿"))))
    data = json.loads(text(client, "/draws/list.json"))["draws"]
    assert [row[0] for row in rows[1:]] == [row["number"] for row in data] == ["SC-2026-0001"]
    assert rows[1][8] == data[0]["result_sha256"] != ""


def test_the_home_page_names_the_last_draw_and_the_next(people: Any, clock: Any, client: Client) -> None:
    assert "下一次" not in text(client, "/")
    drawn(people, clock)
    following = draws.committed(people, title="下一批抽查")
    page = text(client, "/")
    wanted = ("最近一次：机构抽查", "下一次：", f'href="/draws/{following.number}/"', 'href="/draws/SC-2026-0001/"')
    assert [word in page for word in wanted] == [True] * 4
    assert ">抽查</a>" in page


def test_only_published_items_are_listed(people: Any, client: Client) -> None:
    page = text(client, "/draws/items/")
    assert page.count('<th scope="row">') == 1
    assert text(client, "/draws/items.csv").count("\n") == 2


def test_the_lists_cost_the_same_for_one_and_for_many(people: Any, clock: Any, client: Client) -> None:
    drawn(people, clock)
    counts = []
    for _ in range(2):
        for path in ("/draws/", "/draws/list.json", "/draws/SC-2026-0001/"):
            counts.append(queries_of(client, path))
        for _ in range(2):
            draws.committed(people)
    assert counts[:3] == counts[3:]
    assert max(counts) <= 12
