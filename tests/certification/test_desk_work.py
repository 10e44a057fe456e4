"""What this floor lays on desks: answers of holders, new certificates, lost certificates under review."""

from datetime import timedelta

import pytest

from certification.authorizations.sanctions.acts import confirm, propose
from certification.authorizations.states import Act, Cause
from certification.authorizations.suspensions.replacements.states import ReplacementState
from certification.authorizations.suspensions.requests import ask_suspension
from certification.authorizations.suspensions.restorations.acts import file_restoration
from certification.certificates.losses.grounds import broken
from tests import make
from tests.queries import costs
from tianfu.accounts.roles import Role
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import advance
from tianfu.workflow.signatures.shown import NO_PAGE
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
    issuer = make.member(certificate.body.organisation, sign=True)
    advance(certificate, "suspend", actor=issuer, seen=certificate.revision, note="监督审核未按期进行")
    assert list(broken(the_clock.today())) == [application]
    page = f"/console/applications/{application.pk}/"
    assert waits(people["prefecture"], "certification.lost_cases") == [page]
    assert waits(make.officer(Role.PREFECTURE_OFFICER, "510700"), "certification.lost_cases") == []
    assert waits(people["operator"], "certification.lost_cases") == []


def again(row, **fields):
    """Another row like this one, written directly: only the list is under test."""
    more = type(row).objects.get(pk=row.pk)
    more.pk, more._state.adding = None, True
    for name, value in fields.items():
        setattr(more, name, value)
    more.save(force_insert=True)
    return more


def suspended(authorization, pair, cause=Cause.MISUSE):
    proposal = propose(
        authorization, Act.SUSPEND, user=pair[0], seen=authorization.revision, reason="改色", cause=cause
    )
    confirm(proposal, user=pair[1], seen=authorization.revision, shown=NO_PAGE)
    return authorization.suspensions.get()


def first_row(key, authorization, pair):
    """One thing for this list, by the acts that bring it there."""
    holder = authorization.application.created_by
    if key == "restorations":
        return file_restoration(suspended(authorization, pair), user=holder, kind="statement", text="并未改色。")
    if key == "suspension_requests":
        return ask_suspension(authorization, user=holder, text="六月至九月停产。")
    if key == "over_limit":
        row = suspended(authorization, pair)
        type(row).objects.filter(pk=row.pk).update(limit_on=the_clock.today() - timedelta(days=1))
        return row
    make.ended(authorization.certificate)
    row = authorization.replacements.get()
    if key == "replacements":
        type(row).objects.filter(pk=row.pk).update(state=ReplacementState.OVER)
    return row


def beside(row, count):
    """As many more of the same, each of an authorization of its own."""
    first = row.authorization
    for number in range(count):
        item = make.product(first.enterprise, f"产品{number}")
        case = make.draft(item=item, person=first.application.created_by)
        other = again(first, number=f"TFMP-C-510100-2026-9000{number}-X", product=item, application=case)
        more = {"authorization": other}
        if hasattr(row, "suspension_id") and row.suspension_id:
            more["suspension"] = again(row.suspension, authorization=other)
        again(row, **more)


KEYS = ["restorations", "replacements", "asked", "suspension_requests", "over_limit"]


@pytest.mark.parametrize("key", KEYS)
def test_a_list_of_four_costs_as_many_queries_as_a_list_of_one(issued, pair, key):
    row = first_row(key, issued(), pair)
    source = next(found for found in sources(Kind.TODO) if found.key == f"certification.{key}")
    user = pair[0]
    assert Role.OPERATOR_OFFICER in user.roles
    lengths = []

    def ask():
        lengths.append((len(source.rows(user, 6)), source.number(user)))

    few, many = costs(ask, lambda: beside(row, 3))
    assert (lengths[0], lengths[-1]) == ((1, 1), (4, 4))
    assert many == few <= 3  # its own two, and the version of the calendar


def test_lost_certificates_of_three_cases_cost_as_many_queries_as_of_one(reference, pair, clock):
    clock.set("2026-03-02")
    people = make.staff()

    def lose(name):
        case = make.filed(item=make.product(make.enterprise(name), name))
        certificate = make.advance_to(case, "prefecture_review", people, clock).certificate_claim.certificate
        issuer = make.member(certificate.body.organisation, sign=True)
        advance(certificate, "suspend", actor=issuer, seen=certificate.revision, note="监督审核未按期进行")

    lose("甲厂")
    source = next(found for found in sources(Kind.TODO) if found.key == "certification.lost_cases")
    user = people["prefecture"]
    few, many = costs(lambda: list(source.rows(user, 6)), lambda: [lose("乙厂"), lose("丙厂")])
    assert len(source.rows(user, 6)) == 3
    assert many == few
