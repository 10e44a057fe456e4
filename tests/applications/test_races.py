"""Two people at once, on PostgreSQL with real threads."""

import threading

import pytest
from django.core.management import call_command
from django.db import connection

from applications.cases.filings.submission import submit
from applications.models import Application, Filing
from applications.review.acts.passages import pass_stage
from tests import make
from tianfu.workflow.door import Overtaken, Refused
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


@pytest.fixture(autouse=True)
def seeded(transactional_db):
    call_command("seed_reference", verbosity=0)


def at_once(count, act):
    """Run `act` in `count` threads that start together; what each returned or raised."""
    gate, results = threading.Barrier(count), []

    def run():
        try:
            gate.wait()
            results.append(act())
        except Refused as refusal:
            results.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_twenty_threads_on_one_page_pass_one_stage():
    application = make.filed()
    officer = make.staff()["prefecture"]
    seen, ticks = application.revision, make.answers(application)
    results = at_once(
        20, lambda: pass_stage(application, user=officer, seen=seen, opinion="同意", answers=ticks, shown=NO_PAGE)
    )
    assert sum(isinstance(result, Application) for result in results) == 1
    assert sum(isinstance(result, Overtaken) for result in results) == 19
    fresh = Application.objects.get(pk=application.pk)
    assert fresh.state == "prefecture_review"
    assert [change.target for change in fresh.changes.all()] == ["completeness_check", "prefecture_review"]
    assert fresh.reviews.count() == 1


def test_ten_identical_submits_make_one_filing_and_leave_no_gap():
    first, second = make.draft(), None
    person, seen = first.created_by, first.revision
    results = at_once(10, lambda: submit(first, user=person, seen=seen, shown=NO_PAGE))
    assert sum(isinstance(result, Application) for result in results) == 1
    assert Filing.objects.filter(application=first).count() == 1
    second = make.draft(item=make.product(first.enterprise, "衣柜"), person=person)
    second = submit(second, user=person, seen=second.revision, shown=NO_PAGE)
    assert [row.number[12:17] for row in Application.objects.order_by("pk")] == ["00001", "00002"]


def test_first_act_of_two_people_counts_once():
    people = make.staff()
    application = make.filed()
    application = make.passing(application, people["prefecture"])
    results = at_once(8, lambda: make.passing(application, people["prefecture"]))
    assert application.endorsements.count() == 1
    assert application.reviews.filter(act="propose_pass").count() == 1
    assert sum(isinstance(result, Application) for result in results) == 1
