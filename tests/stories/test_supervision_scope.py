"""A role held for one programme reads and decides only findings and checks about its marks, and those about no mark."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from certification.authorizations.states import Act
from certification.models import Authorization
from supervision.directories.models import InspectionItem, Inspector
from supervision.inspections.assignment.directed import open_directed_check
from supervision.inspections.consequences.sanctions import leave_be, propose_sanction, to_sanction, to_sanction_for
from supervision.inspections.models import InspectionTask
from supervision.inspections.states import ResultWord
from supervision.lists.leads.acts import decide_lead, file_lead
from supervision.lists.leads.requests import leave_alone, propose_on_lead, requests_of
from supervision.lists.models import Lead
from tests import make
from tests.stories.test_programme_scope import officer
from tests.stories.test_two_brands import hubei  # noqa: F401  the fixture
from tests.supervision.inspections import make as checks
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.workflow.door import NotAllowed, allowed
from tianfu.workflow.signatures.shown import NO_PAGE
from tianfu.workflow.work_items import Kind, waiting_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hubei")]
SEEN = (("tfmp", True), ("hubei", False), ("", True))
DESKS = (Role.PROVINCE_OFFICER, Role.PROVINCE_APPROVER)


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def addresses(person: Any) -> list[str]:
    return [item.url for block in waiting_for(person, *Kind) for item in block.items]


def finding(mark: Authorization | None) -> Lead:
    volunteer = make.officer(Role.SUPERVISOR_VOLUNTEER)
    return file_lead(
        user=volunteer, authorization=mark, found_on=date(2026, 5, 10), place="春熙路", text="包装上的标识被改色。"
    )


@pytest.mark.parametrize("role", DESKS)
def test_a_finding_is_read_and_decided_for_the_programme_of_its_mark(
    clock: Any,
    role: Role,
) -> None:
    clock.set("2026-05-11")
    about, without = finding(make.issued(clock_fixture=clock)), finding(None)
    page = reverse("console:lead", args=[about.pk])
    for brand, seen in SEEN:
        person = officer(role, brand)
        client = client_of(person)
        assert (about in Lead.objects.visible_to(person), without in Lead.objects.visible_to(person)) == (seen, True)
        assert client.get(page).status_code == (200 if seen else 404)
        assert client.get(page + "check/").status_code == (200 if seen else 404)
        assert (page in addresses(person), reverse("console:lead", args=[without.pk]) in addresses(person)) == (
            seen,
            True,
        )
        assert (allowed(about, person, "decide")[0], allowed(without, person, "decide")[0]) == (seen, True)
    with pytest.raises(NotAllowed):
        decide_lead(about, user=officer(role, "hubei"), seen=0, outcome="nothing", reason="不属实。")


def test_a_request_reaches_the_operator_of_the_programme_alone(clock: Any) -> None:
    clock.set("2026-05-11")
    mark = make.issued(clock_fixture=clock)
    people = {brand: officer(Role.OPERATOR_OFFICER, brand) for brand, _ in SEEN}
    row = decide_lead(
        finding(mark), user=officer(Role.PROVINCE_OFFICER), seen=0, outcome="suspend", reason="照片显示改色。"
    )
    told = set(InboxMessage.objects.filter(key="lead_to_suspend").values_list("user", flat=True))
    assert told & {person.pk for person in people.values()} == {people["tfmp"].pk, people[""].pk}
    page = reverse("console:lead_request", args=[row.pk])
    for brand, seen in SEEN:
        client = client_of(people[brand])
        assert (row in requests_of(people[brand]), page in addresses(people[brand])) == (seen, seen)
        assert client.get(page).status_code == (200 if seen else 404)
        assert (mark.number in client.get(reverse("console:lead_requests")).content.decode()) is seen
    stranger = people["hubei"]
    with pytest.raises(NotAllowed):
        leave_alone(row, user=stranger, reason="不属实。")
    with pytest.raises(NotAllowed):
        propose_on_lead(row, Act.SUSPEND, user=stranger, seen=mark.revision, shown=NO_PAGE, reason="改色。")
    assert leave_alone(row, user=people["tfmp"], reason="已当场改正。").lead == row


def test_a_check_is_read_and_answered_for_the_programme_of_its_mark(
    clock: Any,
) -> None:
    clock.set("2026-11-26")
    organisers = checks.people()
    mark = checks.mark(clock)
    people = {brand: officer(Role.OPERATOR_OFFICER, brand) for brand, _ in SEEN}
    task = checks.of_mark(checks.first(checks.drawn(organisers, clock)), mark)
    done = checks.published(task, organisers[0], ResultWord.UNCOOPERATIVE)
    for brand, seen in SEEN:
        for role in (*DESKS, Role.OPERATOR_OFFICER):
            person = people[brand] if role == Role.OPERATOR_OFFICER else officer(role, brand)
            assert (done in InspectionTask.objects.on_console_for(person)) is seen, (brand, role)
            answer = client_of(person).get(reverse("console:inspection", args=[done.pk]))
            assert answer.status_code == (200 if seen else 404)
        assert list(to_sanction_for(people[brand])) == ([done] if seen else [])
    assert list(to_sanction()) == [done]
    with pytest.raises(NotAllowed):
        leave_be(done, user=people["hubei"], reason="已整改。")
    with pytest.raises(NotAllowed):
        propose_sanction(
            done, Act.SUSPEND, user=people["hubei"], seen=Authorization.objects.get(pk=mark.pk).revision,
            shown=NO_PAGE, reason="问题严重。",
        )  # fmt: skip


def test_a_directed_check_is_opened_for_the_programme_of_the_mark(
    clock: Any,
) -> None:
    clock.set("2026-11-26")
    organisers = checks.people()
    mark = checks.mark(clock)
    obj = checks.of_mark(checks.first(checks.drawn(organisers, clock)), mark).object
    pair = officer(Role.PROVINCE_OFFICER, "hubei"), officer(Role.PROVINCE_APPROVER, "hubei")
    with pytest.raises(NotAllowed, match="定向检查由抽查组织人或省级经办人、审批人提出和复核。"):
        open_directed_check(obj, InspectionItem.objects.none(), list(Inspector.objects.none()), "举报", *pair)
