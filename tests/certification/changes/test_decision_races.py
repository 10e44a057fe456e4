"""Two at once around a mark that is given back or passes on: one end, and the register says the same as the request."""

import pytest

from certification.authorizations.sanctions.acts import confirm as confirm_sanction
from certification.authorizations.sanctions.acts import propose as propose_sanction
from certification.authorizations.states import Act, Cause
from certification.changes.cancellations.acts import ask_cancellation, hand_back, propose_cancellation, take_back
from certification.changes.successions.acts import ask_succession, confirm_succession, decline, retract
from certification.changes.successions.decisions import confirm, propose
from certification.models import Authorization, CancellationRequest, Succession
from tests import make
from tests.threads import together
from tianfu.accounts.roles import Role
from tianfu.demo.routes import Route
from tianfu.workflow.door import Refused
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def mark(clock, reference):
    clock.set("2026-03-02")
    return make.issued(Route.SELF_DECLARATION, clock_fixture=clock)


@pytest.fixture
def operators(reference):
    return [make.officer(Role.OPERATOR_OFFICER) for _ in range(4)]


def read(row):
    return type(row).objects.get(pk=row.pk)


def race(*acts):
    results = together(len(acts), lambda index: acts[index]())
    assert [row for row in results if isinstance(row, Exception) and not isinstance(row, Refused)] == []
    return [isinstance(row, Refused) for row in results]


def test_given_back_and_taken_back_at_once_ends_in_one_of_the_two(mark, operators):
    first, second, third, fourth = operators
    person = mark.application.created_by

    def asked():
        return ask_cancellation(
            read(mark), user=person, reason="wish", text="不再需要", proof=make.PASSWORD, shown=NO_PAGE
        )

    request = asked()
    lost = race(
        lambda: hand_back(request, user=first, reason="检查尚未办结"),
        lambda: hand_back(request, user=second, reason="材料不清"),
        lambda: take_back(request, user=person),
    )
    assert (sorted(lost), CancellationRequest.objects.waiting().count()) == ([False, True, True], 0)
    request = asked()
    seen = read(mark).revision
    lost = race(
        lambda: propose_cancellation(request, user=first, seen=seen, reason="属实"),
        lambda: hand_back(request, user=second, reason="材料不清"),
    )
    assert sorted(lost) == [False, True]
    request = read(request) if lost[1] else asked()
    proposal = read(mark).endorsements.standing().filter(round=read(mark).revision).first()
    if proposal is None:
        proposal = propose_cancellation(request, user=first, seen=read(mark).revision, reason="属实")
    lost = race(
        lambda: confirm_sanction(proposal, user=third, seen=proposal.round, shown=NO_PAGE),
        lambda: take_back(request, user=person),
        lambda: confirm_sanction(proposal, user=fourth, seen=proposal.round, shown=NO_PAGE),
    )
    ends = (read(mark).state, read(request).standing)
    assert (sorted(lost), ends) == (
        [False, True, True],
        ("active", "已撤回") if not lost[1] else ("cancelled", "已注销"),
    )


def test_a_succession_has_one_end_and_none_while_the_mark_is_suspended(mark, operators):
    firm = make.enterprise("合并后家居集团有限公司")
    signer, holder = make.member(firm.organisation, edit=True, sign=True), mark.application.created_by

    def asked():
        return ask_succession(
            read(mark), user=holder, way="merger", uscc=firm.uscc, text="吸收合并。", uploads=[make.pdf()],
            proof=make.PASSWORD, shown=NO_PAGE,
        )  # fmt: skip

    def taken(row, seen=0):
        return confirm_succession(row, user=signer, seen=seen, proof=make.PASSWORD, shown=NO_PAGE)

    row = asked()
    lost = race(
        lambda: decline(row, user=signer, seen=0, reason="尚未签订协议"), lambda: retract(row, user=holder, seen=0)
    )
    assert (sorted(lost), read(row).state) == ([False, True], "retracted" if lost[0] else "declined")
    row = taken(asked())
    lost = race(*[
        lambda who=who: propose(row, "accept", user=who, seen=row.revision, reason="材料齐全") for who in operators[:2]
    ])  # fmt: skip
    assert sorted(lost) == [False, True]
    proposal, fresh = row.endorsements.get(), read(mark)
    others = [who for who in operators if who.pk != proposal.first_by_id]
    stop = propose_sanction(
        fresh, Act.SUSPEND, user=others[0], seen=fresh.revision, reason="包装改色", cause=Cause.MISUSE
    )
    lost = race(
        lambda: confirm(proposal, user=others[1], seen=row.revision, shown=NO_PAGE),
        lambda: confirm_sanction(stop, user=others[2], seen=fresh.revision, shown=NO_PAGE),
        lambda: retract(row, user=holder, seen=row.revision),
    )
    mark, state = Authorization.objects.get(pk=mark.pk), Succession.objects.get(pk=row.pk).state
    passed_on, suspended, given_up = (not one for one in lost)
    # Granted excludes both others; a suspension and a holder's wish do not touch each other.
    assert (passed_on, mark.enterprise_id == firm.pk, state == "accepted") in {(True,) * 3, (False,) * 3}
    assert not passed_on or not (suspended or given_up)
    assert (mark.state, state) == (
        "suspended" if suspended else "active",
        "accepted" if passed_on else "retracted" if given_up else "waiting",
    )
