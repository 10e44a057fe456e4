"""The directory compared with the register: what differs is put right and kept in the history."""

import pgtrigger
import pytest
from django.core.management import call_command

from certification.models import Authorization
from supervision.directories.models import DirectoryComparison, InspectionObject, ObjectChange
from supervision.directories.objects.upkeep import compare, compare_once_a_day
from tests import make
from tests.supervision.directories.test_objects import entry
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import clock as the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(clock, reference):
    def build(route="self_declaration", **kwargs):
        clock.set("2026-03-02")
        row = make.issued(route, clock_fixture=clock, **kwargs)
        return Authorization.objects.get(pk=row.pk)

    return build


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
