"""The door of a sample, asked by everybody and in every wrong way."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pgtrigger
import pytest

from supervision.inspections.models import InspectionTask
from supervision.inspections.samples.acts import (
    ask_retest,
    order_retest,
    refuse_retest,
    send_back,
    settle_due,
)
from supervision.inspections.samples.models import Sample, SampleTest
from tests.door.cast import cast
from tests.door.probe import Call, Probe, assert_tight
from tests.door.tables import compare, path_of, table
from tests.door.wrong import wrong
from tests.supervision.inspections import make as checks
from tests.supervision.inspections.test_samples import (
    SECOND,
    SHEET,
    at_laboratory,
    confirmed,
    people,
    reported,
    sampled,
    signer,
    take,
    task,
)
from tianfu.workflow import clock as the_clock

__all__ = ["people", "task"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
AGGREGATES = (Sample,)
TAKEN = "一件样品，有检查组"
WORK = ("send", "report", "send_back", "confirm", "order", "refuse", "report_again", "send_again_back", "confirm_again")


def with_inputs(call: Call, **inputs: Any) -> Call:
    return replace(call, inputs={**call.inputs, **inputs})


def stopped_check(call: Call) -> None:
    with pgtrigger.ignore():
        InspectionTask.objects.filter(pk=call.obj.task_id).update(state="stopped")


def no_laboratory(call: Call) -> Call:
    return with_inputs(call, laboratory=" ")


def no_verdict(call: Call) -> Call:
    return with_inputs(call, verdict="")


def report_of_tomorrow(call: Call) -> Call:
    return with_inputs(call, reported_on=the_clock.today() + timedelta(days=1))


def reported_by_the_same(call: Call) -> None:
    test = SampleTest.objects.filter(sample=call.obj.pk).order_by("-retest")[0]
    SampleTest.objects.filter(pk=test.pk).update(reported_by=call.actor)


def confirmed_by_the_same(call: Call) -> None:
    with pgtrigger.ignore():
        SampleTest.objects.filter(sample=call.obj.pk).update(confirmed_by=call.actor)


def still_in_the_term(call: Call) -> None:
    with pgtrigger.ignore():
        Sample.objects.filter(pk=call.obj.pk).update(retest_until=the_clock.today() + timedelta(days=1))
        SampleTest.objects.filter(sample=call.obj.pk).update(verdict="fail")


def term_over(call: Call) -> None:
    Sample.objects.filter(pk=call.obj.pk).update(retest_until=the_clock.today() - timedelta(days=1))


def the_first_laboratory(call: Call) -> Call:
    return with_inputs(call, laboratory=SampleTest.objects.get(sample=call.obj.pk, retest=False).laboratory)


for verb in WORK:
    wrong(f"sample.{verb}", "不能再办理检验")(stopped_check)
for verb in ("send", "order"):
    wrong(f"sample.{verb}", "资质认定编号")(no_laboratory)
for verb in ("report", "report_again"):
    wrong(f"sample.{verb}", "请选择检验结论")(no_verdict)
    wrong(f"sample.{verb}", "报告日期应在送检之后")(report_of_tomorrow)
for verb in ("confirm", "confirm_again"):
    wrong(f"sample.{verb}", "须由另一人复核")(reported_by_the_same)
wrong("sample.order", "另一家检验机构")(the_first_laboratory)
wrong("sample.refuse", "另一位抽查组织人")(confirmed_by_the_same)
wrong("sample.settle", "复检申请期至")(still_in_the_term)
wrong("sample.ask", "期限已过")(term_over)


def team_of(row: InspectionTask) -> dict[str, Any]:
    holder = row.object.body.organisation if row.object.body is not None else None
    sides = cast(body=holder)
    return sides | {f"team.{place}": checks.inspector_of(row, place) for place in (0, 1)}


def test_rights_are_those_of_the_kept_table(task: Any, rewrite: bool) -> None:
    user = checks.inspector_of(task)
    row = take(task, checks.item_of(task), SHEET, user)
    compare(path_of(Sample), table({TAKEN: (row, team_of(task))}), rewrite)


def test_every_wrong_call_is_refused_and_writes_nothing(task: Any, people: Any, clock: Any) -> None:
    """Three samples: one contested and tested again, one refused a second test, one whose term runs out."""
    user, owner = checks.inspector_of(task), signer(task)
    first = take(task, checks.item_of(task), SHEET, user)
    second = take(task, checks.item_of(task), SHEET, user)
    with Probe({Sample: (TAKEN, team_of(task))}).watching() as probe:
        third = sampled(task)
        first, second = at_laboratory(first, user), at_laboratory(second, user)
        first = send_back(reported(first, user, "fail"), user=people[0], seen=2, note="缺页。")
        told = [confirmed(reported(row, user, "fail", f"W-{row.pk}"), people[0]) for row in (first, second, third)]
        first, second = (ask_retest(row, user=owner, reason="批号有误。") for row in told[:2])
        refuse_retest(second, user=people[1], seen=second.revision, note="不能复检。")
        first = order_retest(first, user=people[1], seen=first.revision, laboratory=SECOND[0], accreditation=SECOND[1])
        first = send_back(reported(first, user, "pass", "W-9"), user=people[1], seen=first.revision + 1, note="缺页。")
        confirmed(reported(first, user, "pass", "W-10"), people[1])
        clock.set((told[2].retest_until + timedelta(days=1)).isoformat())
        settle_due(the_clock.today())
    assert_tight(probe, Sample)
