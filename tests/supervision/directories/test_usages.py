"""Registered usages of the mark in the directory: listed when accepted, out when they end, barred with their mark."""

from datetime import timedelta

import pytest

from certification.authorizations.sanctions.acts import confirm, propose
from certification.authorizations.states import Act, Cause
from certification.duties.usages.acts import approve, hand_back, stop
from certification.models import Authorization
from supervision.directories.inspectors.recusals import _reviewed
from supervision.directories.models import InspectionObject
from supervision.directories.objects.eligibility import exclusions, listed
from supervision.directories.objects.upkeep import compare
from tests import make
from tests.certification.duties.usages.make import usage
from tests.supervision.make import inspector
from tianfu.accounts.roles import Role
from tianfu.workflow import clock as the_clock
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def mark(clock, reference):
    clock.set("2026-03-02")
    return Authorization.objects.get(pk=make.issued(clock_fixture=clock).pk)


@pytest.fixture
def pair(reference):
    return make.officer(Role.OPERATOR_OFFICER), make.officer(Role.OPERATOR_OFFICER)


def entries():
    return InspectionObject.objects.filter(kind="mark_usage").order_by("code")


def accepted(mark, officer, **more):
    row = usage(mark, **{"starts_on": the_clock.today(), "ends_on": None} | more)
    return approve(row, user=officer, seen=row.revision)


def sanctioned(mark, pair, act):
    mark.refresh_from_db()
    seen = mark.revision
    proposal = propose(mark, act, user=pair[0], seen=seen, reason="查实", cause=Cause.MISUSE)
    confirm(proposal, user=pair[1], seen=seen, shown=NO_PAGE)


def test_a_usage_is_an_object_from_the_day_it_was_accepted(mark, pair):
    waiting = usage(mark)
    assert entries().count() == 0
    hand_back(waiting, user=pair[0], seen=0, reason="编号看不清")
    row = accepted(mark, pair[0])
    found = entries().get()
    today = the_clock.today()
    assert (found.code, found.name, found.listed_on) == (row.number, f"{mark.product_name}（产品及包装）", today)
    assert (found.usage, found.authorization, found.region_id, found.uscc) == (
        row, mark, mark.region_id, mark.holder_uscc,
    )  # fmt: skip
    assert [one.code for one in listed("mark_usage", today)] == [row.number]


def test_one_that_begins_later_is_no_object_before(mark, pair):
    later = the_clock.today() + timedelta(days=5)
    accepted(mark, pair[0], starts_on=later)
    assert list(listed("mark_usage", later - timedelta(days=1))) == []
    assert [one.listed_on for one in listed("mark_usage", later)] == [later]


def test_it_leaves_when_it_is_stopped_or_over_or_its_mark_ends(mark, pair, clock):
    owner, today = mark.application.created_by, the_clock.today()
    stopped, short, last = (accepted(mark, pair[0], ends_on=end) for end in (None, today + timedelta(days=10), None))
    stop(stopped, user=owner, seen=stopped.revision)
    assert entries().get(usage=stopped).left_on == today
    clock.set(today + timedelta(days=11))
    day = the_clock.today()
    assert [one.usage_id for one in listed("mark_usage", day)] == [last.pk]
    assert entries().get(usage=short).is_listed(day) is False
    compare(day)
    assert entries().get(usage=short).left_on == day
    sanctioned(mark, pair, Act.WITHDRAW)
    assert entries().get(usage=last).left_on == day
    assert list(listed("mark_usage", day)) == []


def test_a_suspended_mark_bars_each_of_its_usages(mark, pair):
    rows = [accepted(mark, pair[0]) for _ in range(2)]
    sanctioned(mark, pair, Act.SUSPEND)
    today = the_clock.today()
    found = exclusions([*entries(), *InspectionObject.objects.filter(kind="authorization")], today)
    barred = entries().filter(pk__in=found).values_list("usage", flat=True)
    assert sorted(barred) == sorted(row.pk for row in rows)
    assert set(found.values()) == {"SUSPENDED"}
    assert len(found) == 3


def test_who_decided_on_the_mark_inspects_none_of_its_usages(mark, pair):
    first, second = (accepted(mark, pair[0]).number for _ in range(2))
    person = inspector(user=mark.application.reviews.first().reviewed_by)
    kept_away = {code for _, code in _reviewed([person], list(InspectionObject.objects.all()))}
    assert {first, second, mark.number} <= kept_away


def test_the_nightly_comparison_finds_nothing_to_mend_and_lists_what_was_missed(mark, pair):
    accepted(mark, pair[0])
    today = the_clock.today()
    assert compare(today).differences == 0
    InspectionObject.objects.filter(kind="mark_usage").update(name="旧名称")
    run = compare(today)
    assert (run.listed, run.changed, entries().get().name) == (0, 1, f"{mark.product_name}（产品及包装）")
