"""What is left out, added or moved before the freeze stands beside it for everybody (trust.md A.1, rows 4 and 5)."""

import hashlib
import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from supervision.directories.models import InspectionObject
from supervision.draws.commitment.acts import commit, public_file
from supervision.draws.frozen.differences import frozen_comparison
from supervision.draws.models import DrawPlan
from supervision.draws.plans.drafts import hand_over
from tests import make
from tests.supervision.draws import make as draws
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.shown import Changed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
BY_CHECK = [
    {"key": key, "label": label, "num": 1, "den": 2, "min": 1, "note": ""}
    for key, label in (("NEVER", "从未检查"), ("RECENT", "一年内检查过"))
]


@pytest.fixture
def people(clock: Any, reference: None) -> tuple[Any, Any]:
    clock.set("2026-11-26")
    draws.objects(4)
    draws.inspectors(4)
    draws.item()
    return draws.organisers()


def comparison(plan: DrawPlan) -> dict[str, Any]:
    return json.loads(public_file(plan, "comparison.json") or b"{}")


def page(client: Client, plan: DrawPlan) -> str:
    return client.get(f"/draws/{plan.number}/").content.decode()


def test_the_comparison_is_frozen_with_the_directory_and_its_hash_is_in_the_plan(people: Any, client: Client) -> None:
    plan = draws.committed(people)
    served = client.get(f"/draws/{plan.number}/comparison.json").content
    named = json.loads(plan.plan_file.read())["comparison_sha256"]
    assert named == plan.comparison_file.sha256 == hashlib.sha256(served).hexdigest()
    assert comparison(plan) | {"register": {}} == {
        "day": "2026-11-26",
        "register": {},
        "directory": {"listed": 4, "excluded": {}},
        "previous": {},
    }
    assert "这是第一次冻结这一类名录" in page(client, plan)


def test_an_object_quietly_removed_from_the_directory_shows(people: Any, client: Client) -> None:
    first = draws.committed(people)
    InspectionObject.objects.filter(code="CB00002").delete()
    waiting = draws.handed_over(people[0])
    client.force_login(people[1])
    read = client.get(f"/console/draws/{waiting.pk}/commit/").content.decode()
    plan = commit(waiting, user=people[1], seen=waiting.revision, shown=draws.read(waiting))

    assert comparison(plan)["left"] == [{"id": "CB00002", "ground": "UNEXPLAINED"}]
    assert comparison(plan)["previous"] == {
        "id": first.number,
        "objects_sha256": first.objects_file.sha256,
        "listed": 4,
        "excluded": {},
    }
    for text in (read, page(Client(), plan)):
        assert [
            each for each in ("减少 1 户", "CB00002", "没有登记记录可以说明", first.number) if each not in text
        ] == []


def test_what_the_register_has_and_the_directory_lacks_stops_the_commitment(people: Any) -> None:
    body = make.body()
    plan = draws.draft(people[0])
    assert draws.findings(plan) == []
    entry = InspectionObject.objects.get(body=body)
    InspectionObject.objects.filter(pk=entry.pk).update(left_on=date(2026, 11, 26))

    words = f"登记在册而不在名录中的有 1 户：CB-{body.pk:04d}"
    assert [each[: len(words)] for each in draws.findings(plan)] == [words]
    with pytest.raises(NotPossible, match="登记在册而不在名录中"):
        hand_over(plan, user=people[0], seen=plan.draft_version)


def test_what_is_in_the_directory_beyond_the_register_is_listed_for_all(people: Any, client: Client) -> None:
    make.body()
    plan = draws.committed(people)
    register = comparison(plan)["register"]
    assert (register["count"], register["missing"]) == (1, [])
    assert register["surplus"] == ["CB00001", "CB00002", "CB00003", "CB00004"]
    assert "登记在册 1 户，名录 5 户，差别见下" in page(client, plan)


def test_a_directory_equal_to_the_register_says_so(people: Any, client: Client) -> None:
    InspectionObject.objects.all().delete()
    make.body()
    assert "登记在册 1 户，名录 1 户，两者一致" in page(client, draws.committed(people))


def test_who_came_and_who_moved_to_another_part_or_exclusion_is_listed(people: Any, client: Client) -> None:
    draws.committed(people, strata_by="since_check", strata=BY_CHECK)
    # Checked on a day of this month: another part of the directory, and excluded for 180 days.
    InspectionObject.objects.filter(code="CB00001").update(last_checked_on=date(2026, 11, 20))
    body = make.body()
    plan = draws.committed(people, strata_by="since_check", strata=BY_CHECK)

    found = comparison(plan)
    assert found["added"] == [{"id": InspectionObject.objects.get(body=body).code, "ground": "LISTED"}]
    assert found["parts"] == [{"id": "CB00001", "from": "NEVER", "to": "RECENT"}]
    assert found["exclusions"] == [{"id": "CB00001", "from": "", "to": "CHECKED_180D"}]
    text = page(client, plan)
    words = ("新列入登记", "从未检查 → 一年内检查过", "参加 → 近期已检查", "不参加抽取：近期已检查")
    assert [each for each in words if each not in text] == []


def test_parts_by_another_attribute_are_not_compared(people: Any) -> None:
    draws.committed(people, strata_by="since_check", strata=BY_CHECK)
    assert comparison(draws.committed(people))["parts"] == []


def test_a_comparison_that_changed_since_it_was_read_is_read_again(people: Any) -> None:
    waiting = draws.handed_over(people[0])
    shown = draws.read(waiting)
    draws.committed(people)
    with pytest.raises(Changed, match="与登记和上次名录的比较"):
        commit(waiting, user=people[1], seen=waiting.revision, shown=shown)


def test_a_draw_frozen_before_comparisons_were_kept_has_none(people: Any) -> None:
    plan = draws.committed(people)
    public = DrawPlan.objects.get(pk=plan.pk)
    public.comparison_file = None
    assert frozen_comparison(public) is None
