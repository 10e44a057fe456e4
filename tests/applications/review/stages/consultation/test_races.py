"""Two departments, one case, the same moment: real threads on PostgreSQL."""

import pytest
from django.core.management import call_command

from applications.programmes.names import KEPT
from applications.review.stages.consultation.acts import answer
from applications.review.stages.consultation.models import Consultation
from tests.applications.review.stages.consultation.scene import OFFICES, asking, at_consultation, fresh, outcomes
from tests.threads import together
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


@pytest.fixture(autouse=True)
def seeded(transactional_db):
    before = dict(KEPT.versions)
    call_command("seed_reference", verbosity=0)
    yield
    KEPT.versions = before


def test_the_last_answers_of_one_moment_pass_the_case_once_and_each_department_counts_once(clock):
    world = at_consultation(clock)
    asking(world, "farm", "trade", "industry")
    rows = {key: Consultation.objects.get(department=world[key]) for key in ("farm", "trade", "industry")}

    def act(n):
        key = list(rows)[n % 3]
        return answer(rows[key], user=world[f"{key}_officer"], outcome="agreed", text="", shown=NO_PAGE)

    results = together(6, act)
    assert sum(isinstance(result, NotPossible) for result in results) == 3
    assert outcomes(world) == dict.fromkeys(OFFICES, "agreed")
    case = fresh(world["case"])
    assert case.state == "public_notice"
    assert [change.source for change in case.changes.all()].count("consultation") == 1
