"""Usages of a renewed mark: what was accepted is accepted, what waited waits on, what is not allowed stays behind."""

import pgtrigger
import pytest

from certification.changes.renewals.beginnings import begin_due
from certification.changes.renewals.window import window
from certification.duties.usages.acts import approve, decide_by, hand_back, resubmit, stop
from certification.duties.usages.continuity import carry_usages
from certification.models import Authorization, MarkUsage
from certification.tasks import expire
from tests import make
from tests.certification.duties.usages.make import facts, picture, usage
from tests.kept_rows import once
from tianfu.accounts.roles import Role
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import clock as now
from tianfu.workflow.jobs import run_due

pytestmark = pytest.mark.django_db
BOTH = ["E-100", "E-200"]


def whole(mark, **more):
    """As long as the mark, for both models."""
    return usage(mark, **{"model_names": BOTH, "ends_on": None, **more})


@pytest.fixture
def renewal(issued, clock, renewed):
    """A mark whose usages stand in every state, and its renewed one, which is for one model only; on its first day."""
    return once("a mark with usages renewed", "", lambda: with_usages(issued, clock, renewed))


def with_usages(issued, clock, renewed):
    item = make.product(make.enterprise(), models_text="E-100、E-200")
    mark = issued("self_declaration", item=item)
    officer, holder = make.officer(Role.OPERATOR_OFFICER), mark.application.created_by
    accepted = hand_back(whole(mark, place="包装车间"), user=officer, seen=0, reason="编号看不清")
    better = facts(model_names=BOTH, ends_on=None, place="包装车间", note="外箱两侧")
    accepted = resubmit(
        accepted, better, user=holder, seen=accepted.revision, keep=[], uploads=[picture(), picture("箱.png", (60, 30))]
    )
    approve(accepted, user=officer, seen=accepted.revision)
    hand_back(whole(mark, place="退回的"), user=officer, seen=0, reason="编号看不清")
    stop(whole(mark, place="停用的"), user=holder, seen=0)
    approve(whole(mark, place="有期限的", ends_on=mark.ends_on), user=officer, seen=0)
    approve(whole(mark, place="另一型号", model_names=["E-100"]), user=officer, seen=0)
    whole(mark, place="等待审核的")
    clock.set(window(mark, now.today()).opens_on)
    new = renewed(mark)
    run_due()
    with pgtrigger.ignore():
        Authorization.objects.filter(pk=new.pk).update(models_text="E-200")
    clock.set(new.starts_on)
    return mark, Authorization.objects.get(pk=new.pk)


@pytest.mark.parametrize("written_down", [True, False], ids=["after the old end", "before it is written down"])
def test_what_stood_on_the_last_day_goes_on_as_far_as_the_new_mark_allows(renewal, written_down):
    mark, new = renewal
    if written_down:
        expire()
    else:
        assert begin_due(now.today()) == 1
    first, second = MarkUsage.objects.filter(authorization=new).order_by("serial")
    assert [(row.number, row.place, row.state) for row in (first, second)] == [
        (f"{new.number}-U01", "包装车间", "approved"),
        (f"{new.number}-U02", "等待审核的", "registered"),
    ]
    old = MarkUsage.objects.get(authorization=mark, place="包装车间")
    assert (first.previous, second.previous.place) == (old, "等待审核的")
    assert first.answer == f"由原授权的登记 {old.number} 接续。"
    for row in (first, second):
        assert (row.model_names, row.starts_on, row.ends_on) == (["E-200"], new.starts_on, None)
        assert (row.filed_by, row.due_on) == (mark.application.created_by, decide_by(new))
    assert (first.note, first.carrier) == ("外箱两侧", old.carrier)
    ours = [(row.round, row.position, row.width, row.height) for row in first.pictures.order_by("position")]
    assert ours == [(1, 1, 80, 40), (1, 2, 60, 30)]
    assert [row.file for row in first.pictures.order_by("position")] == [
        row.file for row in old.pictures.filter(round=2).order_by("position")
    ]
    events = AuditEvent.objects.filter(action="mark_usage.carry").order_by("pk")
    assert [(row.actor, row.subject_id, row.data) for row in events] == [
        (None, str(row.pk), {"previous": row.previous.number}) for row in (first, second)
    ]


def test_nothing_goes_on_twice_and_a_first_mark_continues_none(renewal):
    mark, new = renewal
    expire()
    assert (carry_usages(new), carry_usages(mark)) == (0, 0)
    assert MarkUsage.objects.filter(authorization=new).count() == 2
