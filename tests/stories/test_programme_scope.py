"""A role held for one programme shows and does nothing of another one: role × programme × address, lists, counts, door."""

import re
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import get_resolver, reverse

from applications.cases.recipients import tell_desk
from applications.cases.stages.stage import stage
from applications.models import Application, ProgrammeVersion
from applications.review.acts.passages import pass_stage
from applications.review.work.work_list import counts
from certification.authorizations.rules import operates_on
from certification.models import Authorization
from supervision.directories.items.rules import keeps_list
from supervision.directories.models import PlannedBatch, YearlyPlan
from supervision.directories.plans.rules import may_approve
from supervision.directories.sources import waiting_plans
from supervision.lists.blacklist.rules import confirms, proposes
from tests import make
from tests.grants import hold
from tests.stories.test_two_brands import filed, hubei  # noqa: F401  the fixture
from tianfu.accounts.access.separation import staff_problems
from tianfu.accounts.grants.proposals import confirm_grant
from tianfu.accounts.models import GrantProposal, Region, RoleGrant, User
from tianfu.accounts.roles import PROGRAMME_OPTIONAL, Role
from tianfu.grants.acts import proposal_facts
from tianfu.inbox.models import InboxMessage
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotAllowed, advance, allowed
from tianfu.workflow.signatures.shown import NO_PAGE
from tianfu.workflow.work_items import Kind, waiting_for

pytestmark = pytest.mark.django_db
BRANDS = ("tfmp", "hubei")
PLACES = {"tfmp": "510100", "hubei": "420100"}
PREFECTURE = (Role.PREFECTURE_OFFICER, Role.PREFECTURE_APPROVER)


def officer(role: Role, programme: str = "", place: str = "") -> User:
    """Held for the programme; one of a prefecture for the place of the *other* brand too, so that only the programme
    keeps it from its cases."""
    person = make.user()
    for region in {place, *PLACES.values()} - {""} if role in PREFECTURE else {None}:
        hold(person, role, Region.objects.get(pk=region) if region else None, programme=programme)
    assert staff_problems(person) == []
    return person


def addresses_of_a_case(pk: int) -> set[str]:
    """Every address of the console about one case: those whose route begins with it."""
    shape = re.compile(r"^applications/<int:pk>/(?!.*<(?!int:pk))")
    routes = {str(one.pattern) for spot in get_resolver().url_patterns for one in _all(spot)}
    return {"/console/" + route.replace("<int:pk>", str(pk)) for route in routes if shape.match(route)} - {
        reverse("portal:application", args=[pk])
    }


def _all(spot: Any) -> list[Any]:
    if not hasattr(spot, "url_patterns"):
        return []
    if not str(spot.pattern).startswith("console/"):
        return []
    return [
        one
        for inner in spot.url_patterns
        for one in ([inner] if not hasattr(inner, "url_patterns") else inner.url_patterns)
    ]


@pytest.fixture
def cases(hubei: ProgrammeVersion, clock: Any) -> dict[str, Application]:  # noqa: F811
    clock.set("2026-04-01")
    return {"tfmp": make.filed(), "hubei": filed(hubei)}


@pytest.mark.parametrize("role", sorted(PROGRAMME_OPTIONAL))
def test_nobody_sees_or_does_anything_of_a_programme_his_role_is_not_for(
    cases: dict[str, Application], role: Role
) -> None:
    for brand in BRANDS:
        person = officer(role, brand)
        client = Client()
        client.force_login(person)
        own, other = cases[brand], cases[next(slug for slug in BRANDS if slug != brand)]
        assert client.get(reverse("console:review", args=[own.pk])).status_code == 200
        addresses = addresses_of_a_case(other.pk)
        assert len(addresses) >= 10
        codes = {
            (address, answer.status_code)
            for address in addresses
            for answer in (client.get(address), client.post(address, {"seen": other.revision}))
        }
        assert {(address, code) for address, code in codes if code not in (403, 404, 405)} == set()
        assert client.get(reverse("console:review", args=[other.pk])).status_code == 404
        assert list(Application.objects.on_console_for(person)) == [own]
        assert counts(person)["all"] == 1
        page = client.get(reverse("console:work_list"), {"view": "all"}).content.decode()
        assert (own.number in page, other.number in page) == (True, False)
        items = [row.url for block in waiting_for(person, *Kind) for row in block.items]
        assert [url for url in items if f"/applications/{other.pk}/" in url] == []
        for verb in ("pass_stage", "ask_correction", "send_back", "decline", "reject", "terminate", "authorize"):
            assert allowed(other, person, verb) == (False, [])


def test_the_door_refuses_who_works_for_another_programme(cases: dict[str, Application]) -> None:
    for brand, other in (("tfmp", "hubei"), ("hubei", "tfmp")):
        role = stage(cases[other].state).roles[0]
        person, case = officer(role, brand), cases[other]
        assert stage(case.state).may_work(case, person) is False
        assert stage(case.state).may_work(case, officer(role, other)) is True
        with pytest.raises(NotAllowed):
            pass_stage(case, user=person, seen=case.revision, shown=NO_PAGE)
        with pytest.raises(NotAllowed):
            advance(case, "send_back", actor=person, seen=case.revision, note="x", target="x")


def test_who_works_for_every_programme_sees_all_cases_as_before(cases: dict[str, Application]) -> None:
    role = stage(cases["tfmp"].state).roles[0]
    person = officer(role)
    assert set(Application.objects.on_console_for(person)) == set(cases.values())
    assert counts(person)["todo"] == 2
    both = make.user()
    hold(both, Role.OPERATOR_OFFICER, programme="hubei")
    hold(both, Role.OPERATOR_OFFICER, programme="tfmp")
    assert set(Application.objects.on_console_for(both)) == set(cases.values())


def test_a_desk_is_told_of_the_cases_of_its_programme_alone(cases: dict[str, Application]) -> None:
    people = {brand: officer(stage(cases["hubei"].state).roles[0], brand) for brand in (*BRANDS, "")}
    case = cases["hubei"]
    tell_desk(case, case.state, "case_released", former="某", why="测试", stage="形式审查", due="")
    told = set(InboxMessage.objects.filter(key="case_released").values_list("user", flat=True))
    assert told == {people["hubei"].pk, people[""].pk}


def test_marks_of_another_programme_are_not_there_for_its_operator(hubei: ProgrammeVersion, clock: Any) -> None:  # noqa: F811
    mark = make.authorization(clock_fixture=clock)
    for brand, seen in (("tfmp", True), ("hubei", False), ("", True)):
        person = officer(Role.OPERATOR_OFFICER, brand)
        assert Authorization.objects.on_console_for(person).exists() is seen
        assert operates_on(mark, person) is seen
        assert allowed(mark, person, "cancel")[0] is seen
        client = Client()
        client.force_login(person)
        assert client.get(reverse("console:authorization", args=[mark.pk])).status_code == (200 if seen else 404)
        assert (mark.product_name in client.get(reverse("console:authorizations")).content.decode()) is seen


def test_two_administrators_give_a_role_for_one_programme_and_both_read_which(hubei: ProgrammeVersion) -> None:  # noqa: F811
    first, second = make.officer(Role.SYSTEM_ADMIN), make.officer(Role.SYSTEM_ADMIN)
    person, client = make.user(name="赵敏"), Client()
    client.force_login(first)
    page = reverse("admin:accounts_user_grant", args=[person.pk])
    assert 'value="hubei"' in client.get(page).content.decode()
    sent = {"role": Role.OPERATOR_OFFICER, "reason": "任命文件", "password_or_code": make.PASSWORD}
    assert client.post(page, {**sent, "programme": "nowhere"}).status_code == 422
    refused = client.post(page, {**sent, "role": "expert", "programme": "hubei"})
    assert (refused.status_code, "职责不分品牌项目" in refused.content.decode()) == (422, True)
    assert client.post(page, {**sent, "programme": "hubei"}).status_code == 302
    proposal = GrantProposal.objects.get()
    assert proposal.label == "运营机构审核员（全省，湖北精品）"
    assert proposal_facts(proposal)["拟授予的角色"] == proposal.label
    client.force_login(second)
    assert proposal.label in client.get(reverse("console:grant", args=[proposal.pk])).content.decode()
    grant = confirm_grant(proposal, actor=second, reason="已核对", identity="totp")
    told = AuditEvent.objects.filter(action__in=["grant.proposed", "role.granted"]).order_by("pk")
    assert (grant.programme, [event.data["programme"] for event in told]) == ("hubei", ["hubei", "hubei"])
    assert "全省，湖北精品" in client.get(reverse("admin:accounts_user_change", args=[person.pk])).content.decode()
    with pytest.raises(DatabaseError), transaction.atomic():
        RoleGrant.objects.filter(pk=grant.pk).update(programme="")


def test_a_role_with_no_programmes_of_its_own_is_never_for_one(reference: None) -> None:
    for role in sorted(set(Role) - PROGRAMME_OPTIONAL):
        with pytest.raises(IntegrityError, match="for_one_programme"), transaction.atomic():
            hold(make.user(), role, programme="tfmp")


def test_what_belongs_to_no_programme_is_decided_by_nobody_who_works_for_one(hubei: ProgrammeVersion) -> None:  # noqa: F811
    """Items, yearly plans and the blacklist hold for all brands: whoever decides for one reads them at most."""

    def may(person: User) -> dict[str, bool]:
        return {
            "item": keeps_list(person),
            "plan": may_approve(person, None),
            "a prefecture's plan": may_approve(person, "510100"),
            "blacklist, first": proposes(person),
            "blacklist, second": confirms(person),
        }

    approver, prefecture = Role.PROVINCE_APPROVER, Role.PREFECTURE_APPROVER
    nothing = dict.fromkeys(may(make.user()), False)
    province = {"item": True, "plan": True, "blacklist, first": True, "blacklist, second": True}
    assert {brand: may(officer(approver, brand)) for brand in (*BRANDS, "")} == {
        "tfmp": nothing,
        "hubei": nothing,
        "": nothing | province | {"a prefecture's plan": False},
    }
    assert {brand: may(officer(prefecture, brand, "510100")) for brand in (*BRANDS, "")} == {
        "tfmp": nothing,
        "hubei": nothing,
        "": nothing | {"a prefecture's plan": True},
    }
    assert may(officer(Role.PROVINCE_OFFICER, "hubei")) == nothing
    assert may(officer(Role.PROVINCE_OFFICER)) == nothing | {"blacklist, first": True}
    both = officer(approver, "hubei")
    hold(both, approver)
    assert may(both) == nothing | province


def test_a_plan_waits_for_nobody_who_approves_for_one_brand(hubei: ProgrammeVersion) -> None:  # noqa: F811
    plan = YearlyPlan.objects.create(
        year=2027, title="2027 年度抽查计划", yearly_cap=2, created_by=make.user(), created_at=the_clock.now()
    )
    PlannedBatch.objects.create(
        plan=plan, title="机构批次", object_kind="certification_body", month=3, ratio="10%", changed_by=make.user()
    )
    waits = {brand: plan in waiting_plans(officer(Role.PROVINCE_APPROVER, brand)) for brand in (*BRANDS, "")}
    assert waits == {"tfmp": False, "hubei": False, "": True}
