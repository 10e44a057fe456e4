"""A draw is its region's business: the organiser of another one reads no page and no file of it, and acts on nothing."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from supervision.draws.console.urls import urlpatterns
from supervision.draws.models import DrawPlan
from supervision.draws.plans.annulment import propose_void
from supervision.draws.results.deviations import propose
from tests import make
from tests.some import some
from tests.supervision.draws import make as draws
from tianfu.accounts.models import Region
from tianfu.accounts.roles import Role
from tianfu.files.models import StoredFile
from tianfu.workflow.jobs import run_due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def _addresses(plan: DrawPlan, **keys: int) -> list[str]:
    """Every page of the console that names a draw."""
    found = []
    for pattern in urlpatterns:
        names = set(pattern.pattern.converters)
        if "pk" in names:
            found.append(
                reverse(f"console:{pattern.name}", kwargs={"pk": plan.pk} | {k: keys[k] for k in names - {"pk"}})
            )
    return found


@pytest.mark.parametrize("region", ["510100", None])
def test_the_organiser_of_another_region_reads_and_does_nothing(clock: Any, region: str | None) -> None:
    clock.set("2026-11-26")
    draws.objects(4)
    draws.inspectors(4)
    draws.item()
    people = draws.organisers()
    place = Region.objects.get(pk=region) if region else None
    plan = draws.after_event(draws.committed(people, region=place), clock)
    draws.typed(plan, people)
    run_due()
    plan.refresh_from_db()
    member = plan.picks.first().members.get(lead=True)
    change = propose(member.pick, member.inspector, user=people[0], code="RECUSED", reason="亲属")
    void = propose_void(plan, user=people[0], seen=plan.revision, reason="名录有误")
    files = list(StoredFile.objects.filter(purpose="draw_file"))
    assert len(files) == 6

    client = Client()
    client.force_login(make.officer(Role.SPOTCHECK_MANAGER, "510700"))
    for item in (change.pk, void.pk):
        for path in some(_addresses(plan, member=member.pk, item=item)):
            answers = {client.get(path).status_code, client.post(path, {"seen": plan.revision}).status_code}
            assert answers <= {404, 405} and 404 in answers, (path, answers)
    assert [file.name for file in files if client.get(file.get_absolute_url()).status_code not in (403, 404)] == []
    assert plan.number not in client.get("/console/draws/").content.decode()
    assert plan.title not in client.get("/console/").content.decode()
    assert (DrawPlan.objects.get().revision, change.subject.deviations.standing().count()) == (plan.revision, 1)
