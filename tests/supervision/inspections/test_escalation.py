"""An objection where the region has nobody left to decide it: the province's organiser does."""

from typing import Any

import pytest

from supervision.directories.models import InspectionObject
from supervision.inspections.models import InspectionTask, ResultObjection
from supervision.inspections.results.corrections import confirm_correction, propose_correction
from supervision.inspections.results.objections import decide_objection, deciders, object_to
from supervision.inspections.states import ResultWord
from supervision.inspections.work.sources import to_decide
from tests import make
from tests.supervision.inspections import make as checks
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotAllowed, NotPossible
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
HERE, ELSEWHERE = "510100", "510700"
AGAIN = ResultWord.NOT_DISCLOSED


@pytest.fixture
def local() -> tuple[User, User]:
    return make.officer(Role.SPOTCHECK_MANAGER, HERE), make.officer(Role.SPOTCHECK_MANAGER, HERE)


@pytest.fixture
def task(clock: Any, reference: None, local: tuple[User, User]) -> InspectionTask:
    """Drawn by the province, whose organisers left since; published and corrected by the region's only two."""
    clock.set("2026-11-26")
    above = checks.people()
    found, body = checks.first(checks.drawn(above, clock)), make.body()
    InspectionObject.objects.filter(body=body).update(body=None, left_on=the_clock.today())
    InspectionObject.objects.filter(pk=found.object_id).update(body=body)
    found = checks.published(InspectionTask.objects.get(pk=found.pk), local[0], ResultWord.ORDERED)
    User.objects.filter(pk__in=[one.pk for one in above]).update(is_active=False)
    row = propose_correction(
        found, user=local[0], seen=found.revision, word=AGAIN, explanation="没有公示对比表。", reason="性质认定有误。"
    )
    return confirm_correction(row, user=local[1], seen=found.revision, shown=NO_PAGE)


def objected(task: InspectionTask) -> ResultObjection:
    body = task.object.body
    assert body is not None
    return object_to(task, user=make.member(body.organisation, sign=True), text="已经公示。")


def told(key: str) -> list[int | None]:
    return list(InboxMessage.objects.filter(key=key).order_by("user_id").values_list("user_id", flat=True))


def test_the_province_decides_what_both_organisers_of_a_region_made(task: InspectionTask, local: Any) -> None:
    above, elsewhere = make.officer(Role.SPOTCHECK_MANAGER), make.officer(Role.SPOTCHECK_MANAGER, ELSEWHERE)
    objection = objected(task)
    assert told("inspection_objection") == [above.pk]
    assert [list(to_decide(user)) for user in (*local, above, elsewhere)] == [[], [], [task], []]
    for user in local:
        with pytest.raises(NotPossible, match="本市（州）没有其他人，由省级抽查组织人处理"):
            decide_objection(objection, user=user, upheld=False, answer="没有公示。")
    with pytest.raises(NotAllowed):
        decide_objection(objection, user=elsewhere, upheld=False, answer="没有公示。")
    decide_objection(objection, user=above, upheld=True, answer="已经公示。")
    objection.refresh_from_db()
    assert (objection.upheld, objection.decided_by) == (True, above)


def test_with_nobody_left_the_administrators_are_asked_to_name_somebody(task: InspectionTask, local: Any) -> None:
    admins = sorted(User.objects.filter(role_grants__role=Role.SYSTEM_ADMIN).values_list("pk", flat=True).distinct())
    admins = sorted({*admins, make.officer(Role.SYSTEM_ADMIN).pk})
    objection = objected(task)
    assert (told("inspection_objection"), told("inspection_objection_unheard")) == ([], admins)
    with pytest.raises(NotPossible, match="已没有其他人，请系统管理员增设省级抽查组织人"):
        decide_objection(objection, user=local[0], upheld=False, answer="没有公示。")
    named = make.officer(Role.SPOTCHECK_MANAGER)
    assert (deciders(task), list(to_decide(named))) == ([named], [task])
    decide_objection(objection, user=named, upheld=False, answer="没有公示。")


def test_a_third_of_the_region_decides_before_anybody_above(task: InspectionTask, local: Any) -> None:
    third = make.officer(Role.SPOTCHECK_MANAGER, HERE)
    objection = objected(task)
    with pytest.raises(NotPossible, match="须由另一位抽查组织人处理异议。"):
        decide_objection(objection, user=local[1], upheld=False, answer="没有公示。")
    assert told("inspection_objection") == [third.pk]
