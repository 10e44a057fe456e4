"""The door itself asks whose second act it is: not only that two people signed something."""

from collections.abc import Callable
from typing import Any

import pgtrigger
import pytest

from certification.authorizations.sanctions.acts import propose
from certification.authorizations.states import Act, Cause
from certification.models import Authorization, AuthorizationEndorsement
from tests import make
from tianfu.accounts.roles import Role
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible, advance

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(issued: Callable[[], Authorization]) -> tuple[Authorization, AuthorizationEndorsement, Any]:
    """An active mark, a suspension that two people signed but that has not taken effect, and its second person."""
    authorization = issued()
    first, second = make.officer(Role.OPERATOR_OFFICER), make.officer(Role.OPERATOR_OFFICER)
    reason = "包装上的标识被改色使用"
    proposal = propose(
        authorization, Act.SUSPEND, user=first, seen=authorization.revision, reason=reason, cause=Cause.MISUSE
    )
    AuthorizationEndorsement.objects.filter(pk=proposal.pk).update(second_by=second, second_at=clock.now())
    proposal.refresh_from_db()
    return authorization, proposal, second


def through_the_door(authorization: Authorization, act: str, actor: Any, endorsement: Any) -> Authorization:
    return advance(
        authorization, act, actor=actor, seen=authorization.revision, note="情况属实", endorsement=endorsement
    )


@pytest.mark.parametrize("act", ["withdraw", "cancel"])
def test_what_two_people_signed_for_one_act_serves_no_other(signed, act):
    authorization, proposal, second = signed
    with pytest.raises(NotPossible, match="须由两人作出"):
        through_the_door(authorization, act, second, proposal)
    authorization.refresh_from_db()
    assert authorization.state == "active"


@pytest.mark.parametrize("signed_act", [Act.WITHDRAW, Act.CANCEL])
def test_what_two_people_signed_for_an_end_carries_no_suspension(issued, signed_act):
    authorization = issued()
    first, second = make.officer(Role.OPERATOR_OFFICER), make.officer(Role.OPERATOR_OFFICER)
    proposal = propose(
        authorization, signed_act, user=first, seen=authorization.revision, reason="情况属实", cause=Cause.MISUSE
    )
    AuthorizationEndorsement.objects.filter(pk=proposal.pk).update(second_by=second, second_at=clock.now())
    proposal.refresh_from_db()
    with pytest.raises(NotPossible, match="须由两人作出"):
        through_the_door(authorization, "suspend", second, proposal)
    authorization.refresh_from_db()
    assert authorization.state == "active"


def test_nobody_but_its_second_person_carries_a_proposal_through(signed):
    authorization, proposal, _ = signed
    for actor in (proposal.first_by, make.officer(Role.OPERATOR_OFFICER)):
        with pytest.raises(NotPossible, match="须由两人作出"):
            through_the_door(authorization, "suspend", actor, proposal)


def test_the_second_person_carries_the_act_that_was_signed(signed):
    authorization, proposal, second = signed
    assert through_the_door(authorization, "suspend", second, proposal).state == "suspended"


def test_a_proposal_of_an_earlier_revision_serves_no_more(signed):
    authorization, proposal, second = signed
    with pgtrigger.ignore():
        AuthorizationEndorsement.objects.filter(pk=proposal.pk).update(round=authorization.revision - 1)
    proposal.refresh_from_db()
    with pytest.raises(NotPossible, match="情况已有变化"):
        through_the_door(authorization, "suspend", second, proposal)


def test_what_two_people_signed_for_one_mark_serves_no_other(signed):
    authorization, proposal, second = signed
    proposal.subject_id = authorization.pk + 1
    with pytest.raises(NotPossible, match="情况已有变化"):
        through_the_door(authorization, "suspend", second, proposal)
