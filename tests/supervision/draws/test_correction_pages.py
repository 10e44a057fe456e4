"""What everybody reads of a corrected draw and can compute for ever, and the pages of the two who correct it."""

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from supervision.draws.algorithm.selection import draw
from supervision.draws.models import DrawPlan
from supervision.draws.results.secrecy import reveal
from tests.some import some
from tests.supervision.draws import corrected as wrong
from tests.supervision.draws import make as draws
from tianfu.workflow.door import SYSTEM
from tianfu.workflow.jobs import run_due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
FROZEN = ("plan.json", "objects.jsonl", "inspectors.jsonl")


@pytest.fixture
def people(clock: Any, reference: None) -> tuple[Any, Any]:
    clock.set("2026-11-26")
    draws.objects(10)
    draws.inspectors(4)
    draws.item()
    return draws.organisers()


def drawn(people: Any, clock: Any, **values: Any) -> DrawPlan:
    plan = draws.after_event(draws.committed(people, **values), clock)
    draws.typed(plan, people)
    run_due()
    return DrawPlan.objects.get(pk=plan.pk)


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("pl5", ["00000", "04187", "99999"])
def test_every_result_is_recomputable_from_what_is_public(people: Any, clock: Any, client: Client, pl5: str) -> None:
    """Also the superseded one, whatever was corrected into what, and however often."""
    plan = drawn(people, clock)
    wrong.corrected(plan, wrong.others(), values=wrong.true_values(plan, pl5))
    wrong.corrected(plan, wrong.others(), values=wrong.true_values(plan, "31415"))
    frozen = [client.get(f"/draws/{plan.number}/{name}").content for name in FROZEN]
    rows = list(plan.results.order_by("pk"))
    computed = []
    for place, row in enumerate(some(rows), start=1):
        values = json.loads(client.get(f"/draws/{plan.number}/values-{place}.json").content)
        published = client.get(f"/draws/{plan.number}/result-{place}.json").content
        again = draw(*frozen, values["values"], values.get("secret"))
        assert (again.canonical, again.sha256) == (published, row.sha256)
        computed.append((values["values"]["tc.pl5"], row.superseded_at is None))
    assert computed == [(draws.PL5, False), (pl5, False), ("31415", True)]
    standing = client.get(f"/draws/{plan.number}/result.json").content
    assert hashlib.sha256(standing).hexdigest() == rows[2].sha256


def test_the_command_prints_the_superseded_result_from_its_folder(
    people: Any, clock: Any, client: Client, tmp_path: Path
) -> None:
    plan = drawn(people, clock)
    wrong.corrected(plan, wrong.others())
    for name in FROZEN:
        (tmp_path / name).write_bytes(client.get(f"/draws/{plan.number}/{name}").content)
    (tmp_path / "values.json").write_bytes(client.get(f"/draws/{plan.number}/values-1.json").content)
    command = [sys.executable, "manage.py", "draw_verify", str(tmp_path)]
    printed = subprocess.run(command, capture_output=True, cwd=settings.BASE_DIR, env={}, check=True).stdout
    assert printed == client.get(f"/draws/{plan.number}/result-1.json").content


def test_the_page_shows_the_correction_and_runs_either_result_again(people: Any, clock: Any, client: Client) -> None:
    plan = drawn(people, clock)
    assert "号码的更正" not in text(client, f"/draws/{plan.number}/")
    plan = wrong.corrected(plan, wrong.others())
    old, new = plan.results.order_by("pk")
    page = text(client, f"/draws/{plan.number}/")
    wanted = (
        "号码的更正",
        draws.PL5,
        wrong.TRUE_PL5,
        wrong.WHY,
        draws.URL,
        old.sha256,
        new.sha256,
        "更正号码，重新计算结果",
    )
    assert [words for words in wanted if words not in page] == []
    assert re.search(r'data-log="[^"]*' + new.sha256, page) is not None
    earlier = text(client, f"/draws/{plan.number}/?result=1")
    assert ("这是更正前的结果" in earlier, "这是更正前的结果" in page) == (True, False)
    assert re.search(r'data-log="[^"]*' + old.sha256, earlier) is not None
    for file in ("values-1.json", "result-1.json", "check-1.html"):
        assert f"/draws/{plan.number}/{file}" in earlier
    saved = text(client, f"/draws/{plan.number}/check-1.html")
    assert (old.sha256 in saved, new.sha256 in saved, "更正前的结果" in saved) == (True, False, True)


def test_another_result_than_there_is_is_404(people: Any, clock: Any, client: Client) -> None:
    plan = drawn(people, clock)
    names = ("result-2.json", "result-0.json", "values-1x.json", "check-2.html", "?result=2")
    assert [client.get(f"/draws/{plan.number}/{name}").status_code for name in names] == [404] * 5
    assert client.get(f"/draws/{plan.number}/result-1.json").status_code == 200


def test_the_lists_name_the_correction_and_both_hashes(people: Any, clock: Any, client: Client) -> None:
    plan = wrong.corrected(drawn(people, clock), wrong.others())
    old, new = plan.results.order_by("pk")
    (row,) = json.loads(text(client, "/draws/list.json"))["draws"]
    assert (row["result_sha256"], row["superseded_sha256"], row["corrected_at"] != "") == (new.sha256, old.sha256, True)
    table = list(csv.reader(io.StringIO(text(client, "/draws/list.csv").lstrip("\ufeff"))))
    assert dict(zip(table[0], table[1], strict=True))["更正前结果 SHA-256"] == old.sha256
    assert f"更正了开奖号码并重新计算，更正前的结果保留。理由：{wrong.WHY}" in text(client, "/draws/feed/")


def test_a_sealed_correction_shows_numbers_and_hashes_only_until_the_reveal(
    people: Any, clock: Any, client: Client
) -> None:
    day = clock.set("2026-11-26")
    plan = wrong.corrected(drawn(people, clock, sealed=True, reveal_by=day + timedelta(days=70)), wrong.others())
    page = text(client, f"/draws/{plan.number}/")
    assert [row.sha256 in page for row in plan.results.all()] == [True, True]
    assert [pick.object.name for pick in plan.picks.select_related("object") if pick.object.name in page] == []
    hidden = ("values-1.json", "result-1.json", "result-2.json", "check-1.html", "?result=1")
    assert [client.get(f"/draws/{plan.number}/{name}").status_code for name in hidden] == [404] * 5
    reveal(plan, actor=SYSTEM, seen=plan.revision)
    assert [client.get(f"/draws/{plan.number}/{name}").status_code for name in hidden] == [200] * 5


def test_two_people_correct_on_their_pages(people: Any, clock: Any) -> None:
    plan = drawn(people, clock)
    first, second = wrong.others()
    form, here = f"/console/draws/{plan.pk}/correction/", f"/console/draws/{plan.pk}/"
    client = signed_in(first)
    assert f"现在的号码：{draws.PL5}" in text(client, form)
    typed = {
        "seen": plan.revision, "value-fc.kl8": draws.KL8, "value-tc.pl5": "0418", "reason": wrong.WHY, "url": draws.URL,
    }  # fmt: skip
    refused = client.post(form, typed)
    assert (refused.status_code, wrong.WHY in refused.content.decode()) == (422, True)
    assert client.post(form, typed | {"value-tc.pl5": wrong.TRUE_PL5}).url == here
    assert "已有人提出更正" in text(client, form)
    own, reading = text(client, here), signed_in(second)
    assert ("您是提出人" in own, "没有经手的抽查组织人确认" in text(signed_in(people[1]), here)) == (True, True)
    page = text(reading, here)
    assert [words in page for words in (draws.PL5, wrong.TRUE_PL5, wrong.WHY, "确认更正")] == [True] * 4
    row = plan.corrections.get()
    shown = re.search(r'name="shown"\s+value="([^"]+)"(?:(?!name="shown").)*for="correction-note"', page, re.DOTALL)
    assert shown is not None
    act = f"/console/draws/{plan.pk}/corrections/{row.pk}/"
    stale = reading.post(act, {"seen": plan.revision, "shown": "0" * 64, "act": "confirm"})
    assert stale.status_code == 409
    assert reading.post(act, {"seen": plan.revision, "shown": shown[1], "act": "confirm"}).url == here
    assert "号码已更正，正在重新计算" in text(reading, here)
    assert reading.get(f"{here}progress/").json()["ready"] is False
    run_due()
    assert reading.get(f"{here}progress/").json()["ready"] is True
    assert "没有经手" not in text(reading, here)


def test_anothers_correction_and_a_wrong_key_are_not_found(people: Any, clock: Any) -> None:
    plan = drawn(people, clock)
    other = draws.committed(people)
    row = wrong.proposed(plan, wrong.others()[0])
    client = signed_in(people[0])
    assert client.post(f"/console/draws/{other.pk}/corrections/{row.pk}/", {"act": "drop"}).status_code == 404
    empty = client.post(f"/console/draws/{plan.pk}/corrections/{row.pk}/", {"act": "drop", "note": ""})
    assert (empty.status_code, "请写明撤下的理由" in empty.content.decode()) == (409, True)
