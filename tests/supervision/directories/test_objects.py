"""检查对象名录库: kept by events, compared every night, excluded by code."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from certification.authorizations.sanctions.acts import confirm, propose
from certification.authorizations.states import Act, Cause
from certification.authorizations.term.expiry import expire_ended
from certification.bodies.terms import begin_term, end_term, register_body
from certification.models import Authorization
from supervision.directories.models import InspectionObject
from supervision.directories.objects import eligibility as directory
from supervision.directories.objects.eligibility import exclusion, exclusions, listed, note_check, yearly_cap
from supervision.directories.objects.upkeep import compare
from tests import make
from tests.supervision.make import plain_object
from tianfu.accounts.models import Organisation
from tianfu.accounts.roles import Role
from tianfu.workflow import clock as the_clock
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


DAY = date(2026, 3, 20)


@pytest.fixture
def issued(clock, reference):
    def build(route="self_declaration", **kwargs):
        clock.set("2026-03-02")
        row = make.issued(route, clock_fixture=clock, **kwargs)
        return Authorization.objects.get(pk=row.pk)

    return build


def entry(row):
    return InspectionObject.objects.get(authorization=row)


def sanction(row, act):
    first, second = make.officer(Role.OPERATOR_OFFICER), make.officer(Role.OPERATOR_OFFICER)
    row.refresh_from_db()
    proposal = propose(row, act, user=first, seen=row.revision, reason="查实", cause=Cause.MISUSE)
    return confirm(proposal, user=second, seen=row.revision, shown=NO_PAGE)


def test_an_authorization_is_listed_when_it_is_issued_with_the_facts_of_the_register(issued):
    row = issued()
    found = entry(row)
    assert (found.kind, found.code, found.name, found.holder_name) == (
        "authorization", row.number, row.product_name, row.holder_name,
    )  # fmt: skip
    assert (found.uscc, found.region_id, found.route, found.sector) == (
        row.holder_uscc, row.region_id, "self_declaration", "manufacturing",
    )  # fmt: skip
    assert found.tags == sorted(["manufacturing", row.industry.key])
    assert list(listed("authorization", the_clock.today())) == [found]
    assert [change.passage for change in found.changes.all()] == ["listed"]


def test_a_suspended_one_stays_listed_and_is_excluded_by_code(issued):
    row = issued()
    sanction(row, Act.SUSPEND)
    today = the_clock.today()
    assert list(listed("authorization", today)) == [entry(row)]
    assert exclusion(entry(row), today) == "SUSPENDED"
    assert directory.exclusion_label("SUSPENDED") == "授权已暂停"


@pytest.mark.parametrize("act", [Act.WITHDRAW, Act.CANCEL])
def test_one_that_ended_leaves_at_once(issued, act):
    row = issued()
    sanction(row, act)
    found, today = entry(row), the_clock.today()
    assert found.left_on == today
    assert list(listed("authorization", today)) == []
    assert list(listed("authorization", today - timedelta(days=1))) == ([found] if found.listed_on < today else [])


def test_one_past_its_last_day_is_not_listed_whether_a_job_ran_or_not(issued, clock):
    row = issued()
    clock.set(row.ends_on + timedelta(days=1))
    assert list(listed("authorization", the_clock.today())) == []
    assert list(listed("authorization", row.ends_on)) == [entry(row)]
    clock.set(row.ends_on + timedelta(days=3))
    expire_ended(the_clock.today())
    assert entry(row).left_on == row.ends_on + timedelta(days=1)


def test_a_body_is_listed_while_it_is_a_member_and_comes_back_as_the_same_entry(reference, clock):
    clock.set("2026-03-02")
    body = make.body()
    found = InspectionObject.objects.get(body=body)
    assert (found.code, found.left_on, found.tags) == (
        f"CB-{body.pk:04d}", None, ["agriculture", "construction", "manufacturing", "service"],
    )  # fmt: skip
    keeper = make.officer(Role.OPERATOR_OFFICER)
    term = body.terms.get(kind="membership")
    end_term(term, ends_on=date(2026, 3, 1), reason="退出", actor=keeper, shown=NO_PAGE)
    found.refresh_from_db()
    assert found.left_on == date(2026, 3, 2)
    assert list(listed("certification_body", date(2026, 3, 2))) == []
    begin_term(body, sector="", starts_on=date(2026, 3, 2), reason="重新加入", actor=keeper, shown=NO_PAGE)
    found.refresh_from_db()
    assert (found.left_on, found.listed_on) == (None, date(2026, 3, 2))
    assert [change.passage for change in found.changes.order_by("pk")] == ["listed", "left", "returned"]
    # Struck out by mistake, it stands there anew from the day on which it was struck out, not from its first.
    InspectionObject.objects.filter(pk=found.pk).update(left_on=date(2026, 3, 6))
    clock.set("2026-03-10")
    compare(the_clock.today())
    found.refresh_from_db()
    assert (found.left_on, found.listed_on) == (None, date(2026, 3, 6))


def test_a_membership_that_ends_later_is_met_by_the_nightly_comparison(reference, clock):
    clock.set("2026-03-02")
    body = make.body()
    end_term(
        body.terms.get(kind="membership"),
        ends_on=date(2026, 3, 10),
        reason="退出",
        shown=NO_PAGE,
        actor=make.officer(Role.OPERATOR_OFFICER),
    )
    clock.set("2026-03-11")
    run = compare(the_clock.today())
    assert (run.left, run.listed, run.changed) == (1, 0, 0)
    assert InspectionObject.objects.get(body=body).left_on == date(2026, 3, 11)


def test_the_approval_number_is_the_code_of_a_body_and_two_bodies_with_one_number_differ(reference):
    def join(name, number):
        organisation = Organisation.objects.create(kind="certification_body", name=name)
        return register_body(
            organisation, approval_number=number, starts_on=date(2024, 1, 1), sectors=["service"], actor=None
        )

    first, second, third = join("甲", "CNCA-R-2002-001"), join("乙", "CNCA-R-2002-001"), join("丙", "批准 1 号")
    codes = {row.body_id: row.code for row in InspectionObject.objects.all()}
    assert codes == {
        first.pk: "CNCA-R-2002-001",
        second.pk: f"CNCA-R-2002-001-{second.pk}",
        third.pk: f"CB-{third.pk:04d}",
    }


def test_an_object_checked_less_than_the_pause_ago_is_excluded(reference):
    row = plain_object(last_checked_on=None)
    note_check(row, DAY - timedelta(days=179), "inspection:1")
    row.refresh_from_db()
    assert exclusion(row, DAY) == "CHECKED_180D"
    assert exclusion(row, DAY + timedelta(days=1)) == ""
    note_check(row, DAY - timedelta(days=200), "inspection:0")
    row.refresh_from_db()
    assert row.last_checked_on == DAY - timedelta(days=179)


def test_an_enterprise_that_had_its_checks_of_the_year_is_excluded_with_all_its_objects(reference):
    code = make.CODES[0]
    one, other = plain_object(uscc=code), plain_object(uscc=code)
    for number, month in enumerate([1, 2]):
        note_check(one, date(2025, month, 1), f"inspection:{number}")
        note_check(one, date(2025, month, 1), f"inspection:{number}")
        assert bool(exclusions([one, other], date(2025, 12, 1))) == (number == 1)  # told twice it counts once
    assert yearly_cap(date(2025, 12, 1)) == 2
    assert exclusions([one, other], date(2025, 12, 1)) == {one.pk: "CAP_REACHED", other.pk: "CAP_REACHED"}
    assert exclusion(other, date(2026, 12, 1)) == ""


def test_a_floor_above_registers_its_own_reason(reference, monkeypatch):
    monkeypatch.setattr(directory, "_exclusions", dict(directory._exclusions))
    row, other = plain_object(), plain_object()
    directory.register_exclusion("ON_STRIKE", "停产", lambda objects, day: [row.pk])
    assert exclusions([row, other], DAY) == {row.pk: "ON_STRIKE"}
    assert directory.exclusion_label("ON_STRIKE") == "停产"
    with pytest.raises(ValueError, match="ON_STRIKE"):
        directory.register_exclusion("ON_STRIKE", "别的", lambda objects, day: [])


def test_reasons_for_many_objects_cost_as_many_queries_as_for_one(reference, django_assert_num_queries):
    rows = [plain_object(uscc=make.CODES[0]) for _ in range(3)]
    with django_assert_num_queries(3):
        exclusions(rows[:1], DAY)
    with django_assert_num_queries(3):
        exclusions(rows, DAY)


def test_the_database_refuses_a_code_that_no_file_of_a_draw_could_hold(reference):
    for code in ("甲", "a b", "a/b"):
        with pytest.raises(IntegrityError), transaction.atomic():
            plain_object(code)
