"""检查对象名录库: kept by events, compared every night, excluded by code."""

from datetime import date, timedelta

import pgtrigger
import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from certification.authorizations.expiry import expire_ended
from certification.authorizations.sanctions import confirm, propose
from certification.authorizations.states import Act, Cause
from certification.bodies.terms import begin_term, end_term, register_body
from certification.models import Authorization
from supervision.directories import objects as directory
from supervision.directories.models import DirectoryComparison, InspectionObject, ObjectChange
from supervision.directories.objects import exclusion, exclusions, listed, note_check, yearly_cap
from supervision.directories.upkeep import compare, compare_once_a_day
from tests import make
from tests.pages import hidden
from tests.supervision.make import plain_object, queries_of
from tianfu.accounts.models import Organisation
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import clock as the_clock
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 20)


@pytest.fixture
def issued(clock, reference):
    def build(route="self_declaration", **kwargs):
        clock.set("2026-03-02")
        row = make.authorization(route, clock_fixture=clock, **kwargs)
        run_due()
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


def test_the_first_comparison_fills_the_directory_and_the_second_finds_nothing(issued):
    row = issued()
    make.body("另一认证有限公司")
    _empty()
    assert InspectionObject.objects.count() == 0
    first = compare(the_clock.today())
    assert (first.listed, first.left, first.changed) == (2, 0, 0)
    assert entry(row).code == row.number
    assert AuditEvent.objects.filter(action="directory.repaired").count() == 1
    again = compare(the_clock.today())
    assert (again.compared, again.differences) == (2, 0)
    assert AuditEvent.objects.filter(action="directory.repaired").count() == 1


def _empty():
    with pgtrigger.ignore():
        ObjectChange.objects.all().delete()
        InspectionObject.objects.all().delete()


def test_what_differs_from_the_register_is_put_right_audited_and_kept_in_the_history(issued):
    row = issued()
    InspectionObject.objects.filter(authorization=row).update(name="旧名", left_on=the_clock.today())
    planner = make.officer(Role.SPOTCHECK_MANAGER)
    run = compare(the_clock.today())
    message = InboxMessage.objects.get(key="directory_repaired")
    assert (message.user, message.about) == (planner, f"comparison:{run.pk}")
    assert (run.listed, run.left, run.changed) == (1, 0, 0)
    found = entry(row)
    assert (found.name, found.left_on) == (row.product_name, None)
    change = found.changes.first()
    assert (change.passage, change.comparison, change.what["名称"]) == ("returned", run, ["旧名", row.product_name])


def test_an_operator_compares_by_hand_and_reads_what_was_found(reference, clock, capsys):
    clock.set("2026-03-02")
    body = make.body()
    InspectionObject.objects.filter(body=body).update(name="旧名")
    call_command("compare_directory")
    assert "核对 1 条：补列入 0，补移出 0，更正信息 1。" in capsys.readouterr().out


def test_the_nightly_comparison_runs_once_a_day(reference, clock):
    clock.set("2026-03-02")
    make.body()
    assert compare_once_a_day(the_clock.today()) is not None
    assert compare_once_a_day(the_clock.today()) is None
    clock.set("2026-03-03")
    assert compare_once_a_day(the_clock.today()) is not None
    assert DirectoryComparison.objects.count() == 2


def test_tags_the_desk_added_outlive_the_comparison(issued):
    row = issued()
    InspectionObject.objects.filter(authorization=row).update(added_tags=["special"])
    compare(the_clock.today())
    assert entry(row).all_tags == sorted(["manufacturing", row.industry.key, "special"])


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
    assert directory.exclusion_labels()["ON_STRIKE"] == "停产"
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


OBJECTS = "/console/directory/"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"MU-1", "MU-2", "MU-3"}),
        ("?region=510700", {"MU-2"}),
        ("?kind=mark_usage&standing=listed", {"MU-1", "MU-2"}),
        ("?standing=left", {"MU-3"}),
        ("?q=ｍｕ 1", {"MU-1"}),
        ("?kind=authorization", set()),
        ("?kind=x&region=²", {"MU-1", "MU-2", "MU-3"}),
    ],
)
def test_the_directory_is_searched_and_filtered_by_its_address(reference, client, clock, query, found):
    clock.set("2026-05-11")
    plain_object("MU-1")
    plain_object("MU-2", "510700")
    plain_object("MU-3", left_on=date(2026, 5, 1))
    client.force_login(make.officer(Role.SPOTCHECK_MANAGER))
    text = client.get(OBJECTS + query).content.decode()
    assert {code for code in ("MU-1", "MU-2", "MU-3") if f">{code}</a>" in text} == found


def test_a_planner_of_a_prefecture_sees_its_objects_only(reference, client):
    own, other = plain_object(region="510700"), plain_object(region="510100")
    client.force_login(make.officer(Role.SPOTCHECK_MANAGER, "510700"))
    text = client.get(OBJECTS).content.decode()
    assert (own.code in text, other.code in text) == (True, False)
    assert [client.get(f"{OBJECTS}objects/{row.pk}/").status_code for row in (own, other)] == [200, 404]


def test_the_directory_costs_the_same_however_long(reference, client):
    client.force_login(make.officer(Role.SPOTCHECK_MANAGER))
    for _ in range(2):
        plain_object(uscc=make.CODES[0])
    assert queries_of(client, OBJECTS) == 13
    for number in range(58):
        plain_object(uscc=make.CODES[number % 20])
    assert queries_of(client, OBJECTS) == 13
    assert "第 1–50 条，共 60 条" in client.get(OBJECTS).content.decode()


def test_the_desk_adds_tags_and_the_history_names_who_did(reference, client):
    planner = make.officer(Role.SPOTCHECK_MANAGER)
    client.force_login(planner)
    row = plain_object(tags=["service"])
    url = f"{OBJECTS}objects/{row.pk}/tags/"
    page = hidden(client.get(url))
    assert client.post(url, {**page, "added_tags": ["agriculture", "service"]}).status_code == 302
    row.refresh_from_db()
    assert (row.added_tags, row.all_tags, row.changes.get().actor) == (
        ["agriculture"], ["agriculture", "service"], planner,
    )  # fmt: skip
    late = client.post(url, {**page, "added_tags": ["construction"]})
    assert late.status_code == 409
    assert client.post(url, {**hidden(client.get(url)), "added_tags": ["nothing"]}).status_code == 422


def test_pages_of_one_object_and_of_the_comparisons_say_what_happened(issued, client):
    row = issued()
    sanction(row, Act.SUSPEND)
    InspectionObject.objects.filter(authorization=row).update(holder_name="旧名")
    compare(the_clock.today())
    client.force_login(make.officer(Role.PROVINCE_OFFICER))
    text = client.get(f"{OBJECTS}objects/{entry(row).pk}/").content.decode()
    assert ("授权已暂停" in text, "持有人由“旧名”改为“样例家居制造有限公司”" in text) == (True, True)
    assert "更正信息 1" in client.get(f"{OBJECTS}comparisons/").content.decode()
