"""What this floor lays on desks: answers of holders, new certificates, lost certificates under review."""

import pytest

from certification.authorizations.restorations import file_restoration
from certification.certificates.grounds import broken
from certification.sanctioning import confirm, propose
from certification.states import Act, Cause
from tests import make
from tianfu.accounts.roles import Role
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import advance
from tianfu.workflow.shown import NO_PAGE
from tianfu.workflow.work_items import Kind, sources, waiting_for

pytestmark = pytest.mark.django_db


def waits(user, key, kind=Kind.TODO):
    held = {waiting.source.key: waiting for waiting in waiting_for(user, kind)}
    return [item.url for item in held[key].items] if key in held else None


def test_an_answer_of_the_holder_waits_for_one_operator_then_for_another(issued, pair):
    authorization = issued()
    seen = authorization.revision
    proposal = propose(authorization, Act.SUSPEND, user=pair[0], seen=seen, reason="改色", cause=Cause.MISUSE)
    confirm(proposal, user=pair[1], seen=seen, shown=NO_PAGE)
    restoration = file_restoration(
        authorization.suspensions.get(), user=authorization.application.created_by, kind="statement", text="并未改色。"
    )
    page = f"/console/restorations/{restoration.pk}/"
    assert [waits(person, "certification.restorations") for person in pair] == [[page], [page]]
    authorization.refresh_from_db()
    propose(authorization, Act.REFUSE, user=pair[0], seen=authorization.revision, reason="照片属实",
            restoration=restoration)  # fmt: skip
    assert [waits(person, "certification.restorations") for person in pair] == [[], []]
    assert [waits(person, "certification.second", Kind.SECOND) for person in pair] == [[], [page]]
    assert waits(make.officer(Role.AUDITOR), "certification.restorations") is None


def test_a_mark_without_certificate_is_a_work_item_from_the_first_day(issued, pair):
    authorization = issued()
    make.ended(authorization.certificate)
    replacement = authorization.replacements.get()
    assert waits(pair[0], "certification.asked") == [f"/console/replacements/{replacement.pk}/"]


def test_a_lost_certificate_is_a_work_item_of_the_desk_where_the_case_stands(reference, pair, clock):
    clock.set("2026-03-02")
    people = make.staff()
    application = make.advance_to(make.filed(), "prefecture_review", people, clock)
    certificate = application.certificate_claim.certificate
    issuer = make.member(certificate.body.organisation)
    advance(certificate, "suspend", actor=issuer, seen=certificate.revision, note="监督审核未按期进行")
    assert list(broken(the_clock.today())) == [application]
    page = f"/console/applications/{application.pk}/"
    assert waits(people["prefecture"], "certification.lost_cases") == [page]
    assert waits(make.officer(Role.PREFECTURE_OFFICER, "510700"), "certification.lost_cases") == []
    assert waits(people["operator"], "certification.lost_cases") == []


@pytest.mark.parametrize("key", ["restorations", "replacements", "asked", "lost_cases"])
def test_a_source_costs_at_most_two_queries(issued, pair, key, django_assert_max_num_queries):
    authorization = issued()
    make.ended(authorization.certificate)
    user = pair[0]
    assert user.roles
    source = next(found for found in sources(Kind.TODO) if found.key == f"certification.{key}")
    with django_assert_max_num_queries(4):  # two of its own, the calendar and its version
        list(source.rows(user, 6))
        source.count(user)
