"""What a holder asks for, takes back or is given back is in the audit trail, with who did it, why, and to what."""

import pytest

from certification.changes.cancellations.acts import ask_cancellation, hand_back, take_back
from certification.changes.requests.decisions import record_site_check
from certification.changes.successions.acts import ask_succession
from certification.models import Authorization, CancellationRequest
from tests import make
from tests.trail import unlike
from tianfu.demo.routes import Route
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import clock as the_clock
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
SIGNED = {"proof": make.PASSWORD, "shown": NO_PAGE}


@pytest.fixture
def mark(issued):
    return Authorization.objects.get(pk=issued(Route.SELF_DECLARATION).pk)


def said(action):
    """Reason and data of the newest event of this act."""
    event = AuditEvent.objects.filter(action=action).latest("pk")
    return event.reason, event.data


def test_a_mark_that_is_given_back(mark, pair):
    holder = mark.application.created_by
    give = lambda: ask_cancellation(mark, user=holder, reason="stopped", text=" 生产线已停用 ", **SIGNED)  # noqa: E731
    row = lambda: CancellationRequest.objects.latest("pk")  # noqa: E731
    assert unlike([("cancellation_request.file", holder, None, give)]) == {}
    assert unlike([("cancellation_request.take_back", holder, row(), lambda: take_back(row(), user=holder))]) == {}
    give()
    handed = lambda: hand_back(row(), user=pair[0], reason="正在检查")  # noqa: E731
    assert unlike([("cancellation_request.hand_back", pair[0], row(), handed)]) == {}
    assert said("cancellation_request.file") == ("生产线已停用", {"reason": "stopped"})
    assert said("cancellation_request.hand_back")[0] == "正在检查"


def test_a_change_that_is_asked_for_its_visit_and_the_new_papers(mark, ask, decide):
    holder, visitor = mark.application.created_by, make.officer(make.Role.OPERATOR_OFFICER)
    asked = lambda: ask(mark, "site", site="四川省德阳市新厂路 8 号")  # noqa: E731
    assert unlike([("change_request.file", holder, None, asked)]) == {}
    row, today = mark.change_requests.get(), the_clock.today()
    assert said("change_request.file")[1] == {"kind": "site", "changed": row.changed}
    seen = {"visited_on": today, "place": "新厂", "finding": "条件具备", "conforms": True, "seen": 0}
    visit = lambda: record_site_check(row, user=visitor, **seen)  # noqa: E731
    assert unlike([("change_request.site_check", visitor, row, visit)]) == {}
    assert said("change_request.site_check")[1] == {"visited_on": today.isoformat(), "conforms": True}
    decide(row)
    run_due()
    event = AuditEvent.objects.get(action="authorization.reissue")
    assert (event.actor, event.subject_id, event.data) == (None, str(mark.pk), {"number": mark.number, "version": 2})


def test_a_mark_that_is_to_pass_to_another(mark):
    holder, heir = mark.application.created_by, make.enterprise("合并后家居集团有限公司")
    facts = {"way": "merger", "uscc": heir.uscc, "text": "吸收合并。", "uploads": [make.pdf("合并协议.pdf")]}
    asked = lambda: ask_succession(mark, user=holder, **facts, **SIGNED)  # noqa: E731
    assert unlike([("succession.file", holder, None, asked)]) == {}
    assert said("succession.file") == ("吸收合并。", {"way": "merger", "successor": heir.uscc})
