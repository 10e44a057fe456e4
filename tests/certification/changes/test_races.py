"""Two at once around a change: one answer, nothing lost, and no change of what was suspended for that cause."""

import pytest

from certification.authorizations.sanctions.acts import confirm as confirm_sanction
from certification.authorizations.sanctions.acts import propose as propose_sanction
from certification.authorizations.states import Act, Cause
from certification.changes.requests.acts import file_request
from certification.changes.requests.decisions import confirm, propose
from certification.models import Authorization, ChangeRequest
from tests import make
from tests.threads import together
from tianfu.accounts.roles import Role
from tianfu.demo.routes import Route
from tianfu.workflow.door import Refused
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def mark(clock, reference):
    return make.issued(Route.SELF_DECLARATION, clock_fixture=clock)


@pytest.fixture
def operators(reference):
    return [make.officer(Role.OPERATOR_OFFICER) for _ in range(4)]


def ask(mark, text):
    mark = Authorization.objects.get(pk=mark.pk)
    return file_request(
        mark, "models", {"models_text": text}, user=mark.application.created_by, text="增加型号",
        uploads=[make.pdf()], proof=make.PASSWORD, shown=NO_PAGE,
    )  # fmt: skip


def refused(results):
    assert [row for row in results if isinstance(row, Exception) and not isinstance(row, Refused)] == []
    return [isinstance(row, Refused) for row in results]


def test_change_and_suspension_at_once_leave_one_truth_in_register_and_request(mark, operators):
    for turn in range(4):
        mark = Authorization.objects.get(pk=mark.pk)
        text = f"E-100、E-{turn}00"
        before, asked = mark.models_text, ask(mark, text)
        change = propose(asked, "accept", user=operators[0], seen=0, reason="属实")
        stop = propose_sanction(
            mark, Act.SUSPEND, user=operators[2], seen=mark.revision, reason="抽查不合格", cause=Cause.QUALITY
        )
        acts = [
            lambda: confirm(change, user=operators[1], seen=0, shown=NO_PAGE),  # noqa: B023
            lambda: confirm_sanction(stop, user=operators[3], seen=mark.revision, shown=NO_PAGE),  # noqa: B023
        ]
        lost = refused(together(2, lambda index: acts[index]()))  # noqa: B023
        now, asked = Authorization.objects.get(pk=mark.pk), ChangeRequest.objects.get(pk=asked.pk)
        # Whoever came second was refused, and read why: the mark was suspended, or is no longer what was proposed on.
        assert sorted(lost) == [False, True]
        expected = (before, "waiting", "suspended") if lost[0] else (text, "accepted", "active")
        assert (now.models_text, asked.state, now.state) == expected
        if lost[0]:
            return
        run_due()


def test_two_officers_decide_once(mark, operators):
    asked = ask(mark, "E-100、E-200")
    results = together(2, lambda index: propose(asked, "accept", user=operators[index], seen=0, reason="属实"))
    assert sorted(refused(results)) == [False, True]
    proposal = asked.endorsements.get()
    people = operators[2:]
    results = together(2, lambda index: confirm(proposal, user=people[index], seen=0, shown=NO_PAGE))
    assert sorted(refused(results)) == [False, True]
    assert Authorization.objects.get(pk=mark.pk).changes.filter(transition="amend").count() == 1


def test_two_changes_filed_at_once_leave_one(mark):
    results = together(2, lambda index: ask(mark, f"E-100、E-{index}00"))
    assert sorted(refused(results)) == [False, True]
    assert ChangeRequest.objects.count() == 1
