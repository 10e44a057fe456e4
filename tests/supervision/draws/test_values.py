"""The numbers: typed by two apart, after the event, with evidence; dice before witnesses."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from supervision.draws.models import DrawPlan, ValueEntry
from supervision.draws.states import DrawState, Mode
from supervision.draws.values.entries import WrongValue, type_values
from supervision.draws.values.meetings import record_meeting
from tests.supervision.draws import make as draws
from tests.supervision.draws.test_life import entries
from tianfu.inbox.models import InboxMessage
from tianfu.workflow.door import NotPossible
from tianfu.workflow.jobs import run_due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def people(clock: Any, reference: None) -> tuple[Any, Any]:
    clock.set("2026-11-26")
    draws.objects(10)
    draws.inspectors(4)
    draws.item()
    return draws.organisers()


def test_values_before_the_event_are_refused_by_rule_and_database(people: Any) -> None:
    plan = draws.committed(people)

    with pytest.raises(NotPossible, match="之后才能录入"):
        type_values(plan, user=people[0], values=draws.values(plan), url=draws.URL)
    with pytest.raises(IntegrityError), transaction.atomic():
        ValueEntry.objects.create(
            plan=plan, round=1, first_by=people[0], first_at=plan.committed_at, first_values={}, first_url="x"
        )


def test_the_first_typist_is_not_the_second(people: Any, clock: Any) -> None:
    plan = draws.after_event(draws.committed(people), clock)
    type_values(plan, user=people[0], values=draws.values(plan), url=draws.URL)

    with pytest.raises(NotPossible, match="另一位人员独立录入"):
        type_values(plan, user=people[0], values=draws.values(plan), url=draws.URL)
    with pytest.raises(IntegrityError), transaction.atomic():
        ValueEntry.objects.update(
            second_by=people[0], second_at=plan.seed_after + timedelta(hours=1), second_values={}, second_url="x"
        )


def test_unequal_values_are_both_kept_and_neither_wins(people: Any, clock: Any) -> None:
    plan = draws.after_event(draws.committed(people), clock)
    type_values(plan, user=people[0], values=draws.values(plan), url=draws.URL)
    type_values(plan, user=people[1], values=draws.values(plan) | {"tc.pl5": "04187"}, url=draws.URL)
    run_due()

    plan.refresh_from_db()
    entry = plan.entries.get()
    assert (plan.state, plan.results.count()) == (DrawState.COMMITTED, 0)
    assert (entry.first_values["tc.pl5"], entry.second_values["tc.pl5"]) == ("04178", "04187")
    told = InboxMessage.objects.filter(key="draw_values_differ").order_by("user_id")
    assert [row.user_id for row in told] == sorted(person.pk for person in people)
    draws.typed(plan, people)
    run_due()
    plan.refresh_from_db()
    assert (plan.state, plan.results.get().entry.round) == (DrawState.DRAWN, 2)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("tc.pl5", "0417"),
        ("tc.pl5", "041785"),
        ("tc.pl5", "０４１７８"),
        ("fc.kl8", draws.KL8.replace("79", "81")),
        ("fc.kl8", draws.KL8.replace("02-05", "05-02")),
        ("fc.kl8", draws.KL8.replace("02-05", "05-05")),
        ("fc.kl8", ""),
    ],
)
def test_a_value_that_is_none_is_refused_at_its_field(people: Any, clock: Any, source: str, text: str) -> None:
    plan = draws.after_event(draws.committed(people), clock)

    with pytest.raises(WrongValue) as refused:
        type_values(plan, user=people[0], values=draws.values(plan) | {source: text}, url=draws.URL)
    assert list(refused.value.fields) == [source]


def test_values_without_evidence_are_refused(people: Any, clock: Any) -> None:
    plan = draws.after_event(draws.committed(people), clock)

    with pytest.raises(NotPossible, match="公告地址"):
        type_values(plan, user=people[0], values=draws.values(plan))


def test_dice_are_rolled_after_the_commitment_before_witnesses(people: Any, clock: Any) -> None:
    plan = draws.committed(people, mode=Mode.DICE, sources=[])
    assert [row["fmt"] for row in plan.sources] == ["D20"]
    seen: dict[str, Any] = {
        "place": "三楼会议室",
        "witnesses": [{"name": "周强", "role": "人大代表"}, {"name": "吴静", "role": "媒体记者"}],
    }
    clock.advance(minutes=20)
    with pytest.raises(NotPossible, match="请先记录掷骰"):
        type_values(plan, user=people[0], values=draws.values(plan), url=draws.URL)
    before = plan.committed_at - timedelta(minutes=1)
    with pytest.raises(NotPossible, match="承诺之后"):
        record_meeting(plan, user=people[0], held_at=before, film_sha256="a" * 64, **seen)
    alone = seen | {"witnesses": seen["witnesses"][:1]}
    with pytest.raises(NotPossible, match="见证人"):
        record_meeting(plan, user=people[0], held_at=plan.committed_at, film_sha256="a" * 64, **alone)
    record_meeting(plan, user=people[0], held_at=plan.committed_at, film_sha256="a" * 64, **seen)
    plan = DrawPlan.objects.get()
    draws.typed(plan, people)
    run_due()
    assert DrawPlan.objects.get().state == DrawState.DRAWN
    assert [(row["witnesses"], "周强" in json.dumps(row, ensure_ascii=False)) for row in entries("draw.dice")] == [
        ("人大代表、媒体记者", False)
    ]
