"""A policy is read by date and programme, and is never changed, only followed by a newer row."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from tests.workflow.make import person
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import clock
from tianfu.workflow.console.policy_form import NewValueForm
from tianfu.workflow.models import Policy
from tianfu.workflow.policies.catalogue import PolicyDefault, default_policies, label_of
from tianfu.workflow.policies.units import Unit, check_value, read_value, write_value
from tianfu.workflow.policies.values import (
    UnknownPolicy,
    current_rows,
    policy,
    policy_row,
    policy_set,
    policy_values,
    set_policy,
)
from tianfu.workflow.signatures.shown import NO_PAGE
from tianfu.workflow.upkeep import reference

KEY = "stage.public_notice.days"
ONE = "handler.idle_days"  # what one administrator may set


@pytest.mark.django_db
def test_defaults_are_there_after_migrate_as_proposals_with_source():
    rows = {row.key: row for row in Policy.objects.all()}
    assert set(rows) == {entry.key for entry in default_policies()}
    assert all(row.proposal and row.source for row in rows.values())
    expected = {
        "stage.completeness_check.days": (5, "working_days"),
        "stage.document_review.days": (20, "working_days"),
        "correction.reply_days": (10, "working_days"),
        "validity.quality_certification": (36, "months"),
        "validity.self_declaration": (12, "months"),
        "certificate.months_left": (6, "months"),
        "reapply_bar_years": (3, "years"),
        "suspension.max_months": (3, "months"),
        "upload.max_megabytes": (20, "megabytes"),
        "issue.days": (10, "working_days"),
        "expiry.reminders": ([180, 90, 60, 30, 7], "day_list"),
    }
    assert {key: (rows[key].value, rows[key].unit) for key in expected} == expected


@pytest.mark.django_db
def test_every_stage_of_the_design_has_its_days():
    for stage in [
        "completeness_check",
        "prefecture_review",
        "certificate_check",
        "eligibility_check",
        "document_review",
        "perception_check",
        "expert_review",
        "verification",
        "composite_report",
        "consultation",
        "committee",
        "public_notice",
        "approval",
        "agreement",
    ]:
        assert policy(f"stage.{stage}.days") > 0


@pytest.mark.django_db
def test_loading_the_defaults_again_adds_nothing():
    before = Policy.objects.count()
    assert reference.load_policies() == 0
    assert Policy.objects.count() == before


@pytest.mark.django_db
def test_programme_brings_its_own_value_and_falls_back_to_the_general_one():
    own = PolicyDefault(KEY, "公示期", 7, "working_days", "苏州名牌办法", date(2021, 1, 1), scope="suzhou")
    assert reference.load_policies([own]) == 1
    assert reference.load_policies([own]) == 0
    assert policy(KEY, "suzhou") == 7
    assert policy(KEY, "tianfu") == policy(KEY) == 5
    assert policy("issue.days", "suzhou") == 10
    assert policy_values([KEY, "issue.days"], "suzhou") == {KEY: 7, "issue.days": 10}


@pytest.mark.django_db
def test_programmes_own_older_value_wins_over_a_newer_general_one(clock):
    clock.set("2026-11-22")
    own = PolicyDefault(KEY, "公示期", 7, "working_days", "苏州名牌办法", date(2021, 1, 1), scope="suzhou")
    reference.load_policies([own])
    set_policy(KEY, 6, source="新办法", valid_from=date(2026, 11, 22), actor=None, shown=NO_PAGE)
    assert policy(KEY, "suzhou") == policy_values([KEY], "suzhou")[KEY] == 7
    assert policy(KEY) == policy_values([KEY])[KEY] == 6


@pytest.mark.django_db
def test_new_value_holds_from_its_day_and_the_old_one_before(clock):
    clock.set("2026-11-22")
    actor = person()
    heard = []

    def hear(sender, policy, **kwargs):
        heard.append(policy.value)

    policy_set.connect(hear)
    row = set_policy(ONE, 7, source="川市监发〔2026〕1号", valid_from=date(2027, 1, 1), actor=actor, shown=NO_PAGE)
    policy_set.disconnect(hear)
    assert policy(ONE) == 3
    assert policy(ONE, on=date(2027, 1, 1)) == 7
    assert policy(ONE, on=date(2026, 12, 31)) == 3
    clock.set("2027-01-01")
    assert policy_row(ONE) == row
    assert (row.set_by, row.unit, row.proposal, heard) == (actor, "working_days", False, [7])
    event = AuditEvent.objects.get(action="policy.set")
    assert (event.actor, event.reason, event.data["value"]) == (actor, "川市监发〔2026〕1号", 7)


@pytest.mark.django_db
def test_unknown_key_and_day_before_the_first_value_are_named():
    with pytest.raises(UnknownPolicy, match=r"stage\.none\.days"):
        policy("stage.none.days")
    with pytest.raises(UnknownPolicy, match="2020-12-31"):
        policy(KEY, on=date(2020, 12, 31))
    with pytest.raises(UnknownPolicy, match=r"stage\.none\.days"):
        policy_values([KEY, "stage.none.days"])
    with pytest.raises(UnknownPolicy):
        set_policy("stage.none.days", 5, source="x", valid_from=clock.today(), actor=None, shown=NO_PAGE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"value": "七"}, "value"),
        ({"value": -1}, "value"),
        ({"value": True}, "value"),
        ({"source": "  "}, "source"),
        ({"valid_from": date(2026, 11, 21)}, "valid_from"),
    ],
)
def test_wrong_value_missing_source_and_past_day_are_refused_at_the_field(clock, change, field):
    clock.set("2026-11-22")
    wanted = {"value": 7, "source": "新办法", "valid_from": date(2026, 11, 22)} | change
    before = Policy.objects.count()
    with pytest.raises(ValidationError) as caught:
        set_policy(
            KEY, wanted["value"], source=wanted["source"], valid_from=wanted["valid_from"], actor=None, shown=NO_PAGE
        )
    assert list(caught.value.message_dict) == [field]
    assert Policy.objects.count() == before
    assert not AuditEvent.objects.filter(action="policy.set").exists()


@pytest.mark.django_db
def test_second_row_for_the_same_day_is_refused():
    day = clock.today() + timedelta(days=1)
    set_policy(KEY, 6, source="新办法", valid_from=day, actor=None, shown=NO_PAGE)
    with pytest.raises(ValidationError, match="已有取值"):
        set_policy(KEY, 8, source="新办法", valid_from=day, actor=None, shown=NO_PAGE)
    assert policy(KEY, on=day) == 6


@pytest.mark.django_db
@pytest.mark.parametrize("sql", ["UPDATE workflow_policy SET value = '9'", "DELETE FROM workflow_policy"])
def test_database_refuses_to_change_a_row(sql):
    with pytest.raises(DatabaseError, match="只能追加"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert policy(KEY) == 5


@pytest.mark.django_db
def test_current_rows_are_one_per_key_and_scope_with_one_query(django_assert_num_queries):
    set_policy(KEY, 6, source="新办法", valid_from=clock.today(), actor=None, shown=NO_PAGE)
    with django_assert_num_queries(1):
        rows = list(current_rows())
    assert len(rows) == len(default_policies())
    assert [row.value for row in rows if row.key == KEY] == [6]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_people_setting_the_same_day_leave_one_row():
    outcomes = []
    gate = threading.Barrier(8)

    def act(value):
        gate.wait()
        try:
            set_policy(
                KEY, value, source="新办法", valid_from=clock.today() + timedelta(days=1), actor=None, shown=NO_PAGE
            )
            outcomes.append("set")
        except ValidationError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused"] * 7 + ["set"]
    assert Policy.objects.filter(key=KEY).count() == 2
    assert AuditEvent.objects.filter(action="policy.set").count() == 1


@pytest.mark.parametrize(
    ("unit", "text", "value", "words"),
    [
        (Unit.WORKING_DAYS, " 10 ", 10, "10 个工作日"),
        (Unit.WORKING_DAYS, "１０ 个工作日", 10, "10 个工作日"),
        (Unit.MONTHS, "36", 36, "36 个月"),
        (Unit.COUNT, "1，200", 1200, "1200 个（次）"),
        (Unit.PERCENT, "5%", 5, "5%"),
        (Unit.PERCENT, "５％", 5, "5%"),
        (Unit.PERCENT, "5", 5, "5%"),
        (Unit.DAY_LIST, "180\uff0c90、60", [180, 90, 60], "180、90、60 天"),
        (Unit.DATE_WINDOW, "01-01,06-30", ["01-01", "06-30"], "1 月 1 日 至 6 月 30 日"),
        (Unit.YES_NO, "是", True, "是"),
        (Unit.YES_NO, "否", False, "否"),
    ],
)
def test_value_is_read_and_written_in_its_unit(unit, text, value, words):
    assert read_value(unit, text) == value
    assert write_value(unit, value) == words


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        (Unit.WORKING_DAYS, "十"),
        (Unit.WORKING_DAYS, "1.5"),
        (Unit.WORKING_DAYS, "10²"),
        (Unit.WORKING_DAYS, "1_0"),
        (Unit.WORKING_DAYS, "٣"),
        (Unit.COUNT, "1,20"),
        (Unit.DAY_LIST, "1e2,60"),
        (Unit.WORKING_DAYS, ""),
        (Unit.PERCENT, "101"),
        (Unit.DAY_LIST, "30,60"),
        (Unit.DAY_LIST, "60,60"),
        (Unit.DAY_LIST, ""),
        (Unit.DATE_WINDOW, "01-01"),
        (Unit.DATE_WINDOW, "13-01,06-30"),
        (Unit.YES_NO, "yes"),
    ],
)
def test_nonsense_for_the_unit_is_refused(unit, text):
    with pytest.raises(ValidationError):
        read_value(unit, text)


# A form of closures begins with those that stand: tests/supervision/draws sets them.
@pytest.mark.parametrize("unit", [unit for unit in Unit if unit != Unit.CLOSURES])
def test_whoever_sets_a_value_reads_how_to_write_it(unit):
    value = NewValueForm(row=Policy(key="office.closes_at", unit=unit, value="")).fields["value"]
    whole = unit in (
        Unit.WORKING_DAYS, Unit.DAYS, Unit.HOURS, Unit.MONTHS, Unit.YEARS, Unit.MEGABYTES, Unit.COUNT, Unit.PERCENT,
    )  # fmt: skip
    assert (value.help_text == "整数", getattr(value, "unit", "") == unit.label) == (whole, whole)


def test_unknown_unit_is_refused():
    with pytest.raises(ValidationError, match="未知的单位"):
        check_value("bananas", 1)


def test_label_is_chinese_and_falls_back_to_the_key():
    assert label_of(KEY) == "公示期"
    assert label_of("something.else") == "something.else"
