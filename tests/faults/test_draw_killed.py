"""A process killed at each step of a draw: another one goes on; one result, one log entry, one check for each pick."""

import signal
import time

import pytest
from django.db import connection

from supervision.draws.models import DrawPlan, DrawResult, Pick
from supervision.draws.states import DrawState
from supervision.inspections.models import InspectionTask
from supervision.inspections.states import TaskState
from tests.supervision.draws import make as draws
from tests.supervision.draws.corrected import confirmed, others, proposed
from tests.workflow.preloaded import preloaded
from tests.workflow.processes import environment
from tianfu.ledger.models import LogOutbox
from tianfu.workflow.jobs import run_due
from tianfu.workflow.models import Job

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# In the order in which the jobs pass them: the commitment told, the result computed and written, the checks assigned.
STEPS = ["draw.told", "draw.computed", "draw.stored", "draw.written", "draw.assigned"]
# What a worker does, without its queue: what a dead one held comes back, what is due is run.
RUN = """
from tianfu.workflow.jobs import run_due, sweep
sweep(); run_due()
"""


def test_a_process_killed_at_each_step_of_a_draw_leaves_one_result(settings, clock, reference):
    clock.set("2026-11-26")
    draws.objects(10)
    draws.inspectors(4)
    draws.item()
    people = draws.organisers()
    plan = draws.after_event(draws.committed(people), clock)
    draws.typed(plan, people)
    Job.objects.exclude(kind__startswith="draw.").update(state=Job.State.DONE)
    env = environment(connection.settings_dict["NAME"], JOB_LEASE_SECONDS="2", FILES_DIR=str(settings.MEDIA_ROOT))
    with preloaded(env, "") as platform:
        for step in STEPS:
            assert platform.fork(RUN, CRASH_AT=step).wait() == -signal.SIGKILL, step
            time.sleep(2.5)  # until the lease of the dead one is over
        assert platform.fork(RUN).wait() == 0

    plan.refresh_from_db()
    assert (plan.state, DrawResult.objects.count(), Pick.objects.count()) == (DrawState.DRAWN, 1, 5)
    assert [change.transition for change in plan.changes.all()] == ["commit", "draw"]
    assert LogOutbox.objects.filter(entry__contains='"draw.result"').count() == 1
    assert InspectionTask.objects.filter(plan=plan).count() == 5
    plan.results.get().file.read()
    assert DrawPlan.objects.count() == 1


def test_a_process_killed_at_each_step_of_a_correction_leaves_two_results_one_of_which_counts(
    settings, clock, reference
):
    clock.set("2026-11-26")
    draws.objects(10)
    draws.inspectors(4)
    draws.item()
    people = draws.organisers()
    plan = draws.after_event(draws.committed(people), clock)
    draws.typed(plan, people)
    run_due()
    first = plan.results.get().sha256
    pair = others()
    confirmed(proposed(plan, pair[0]), pair[1])
    Job.objects.exclude(kind__startswith="draw.").update(state=Job.State.DONE)
    env = environment(connection.settings_dict["NAME"], JOB_LEASE_SECONDS="2", FILES_DIR=str(settings.MEDIA_ROOT))
    with preloaded(env, "") as platform:
        for step in STEPS[1:]:
            assert platform.fork(RUN, CRASH_AT=step).wait() == -signal.SIGKILL, step
            time.sleep(2.5)
        assert platform.fork(RUN).wait() == 0

    rows = list(plan.results.order_by("pk"))
    assert [(row.sha256 == first, row.superseded_at is None) for row in rows] == [(True, False), (False, True)]
    assert (Pick.objects.count(), LogOutbox.objects.filter(entry__contains='"draw.result"').count()) == (10, 2)
    states = InspectionTask.objects.filter(plan=plan).order_by("pk").values_list("state", flat=True)
    assert list(states) == [TaskState.STOPPED] * 5 + [TaskState.NOTIFIED] * 5
