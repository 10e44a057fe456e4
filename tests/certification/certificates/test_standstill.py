"""A suspended certificate at the decision or the agreement stops the clock; a lost one sends the case back; nobody hangs."""

from datetime import date

import pytest

from applications.models import Application
from applications.review.acts.corrections import ask_correction
from applications.review.deadlines.lapse import lapse_overdue
from applications.review.stages.agreement.acts import countersign, sign_for_enterprise
from certification.certificates.losses.standstill import look_after
from certification.models import QualityCertificate
from tests import make
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotPossible, advance
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(reference, clock):
    clock.set("2026-03-02")
    return make.staff()


@pytest.fixture
def case(people, clock):
    application = make.advance_to(make.filed(), "agreement", people, clock)
    clock.set("2026-03-16")
    return application


def fresh(application):
    return Application.objects.get(pk=application.pk)


def by_body(application, transition, note="年度监督审核未按期进行"):
    certificate = QualityCertificate.objects.get(claims__application=application)
    issuer = make.member(certificate.body.organisation, sign=True)
    return advance(certificate, transition, actor=issuer, seen=certificate.revision, note=note)


def told(key):
    return InboxMessage.objects.filter(key=key)


def test_suspended_certificate_stops_the_clock_of_the_agreement_and_both_sides_are_told(case, clock, people):
    due = case.due_on
    by_body(case, "suspend")
    assert fresh(case).due_on is None
    assert "年度监督审核" in told("case_stands_still").get().body
    assert people["operator"] in {row.user for row in told("case_hindered")}
    clock.set("2026-06-01")
    assert lapse_overdue(the_clock.today()) == 0
    by_body(case, "reinstate", "已整改")
    moved = fresh(case)
    assert (moved.state, moved.due_on > due) == ("agreement", True)
    assert told("case_runs_on").count() == 1
    # As many working days are left as there were when it stopped.
    assert moved.due_on > date(2026, 6, 1)


def test_case_goes_on_to_the_mark_after_the_certificate_is_reinstated(case, clock, people):
    sign_for_enterprise(case, user=case.created_by, name="李四", role="法定代表人", proof=make.PASSWORD, shown=NO_PAGE)
    by_body(case, "suspend")
    with pytest.raises(NotPossible, match="暂停"):
        countersign(
            case,
            user=people["operator"],
            seen=case.revision,
            name="赵六",
            role="经办人",
            proof=make.PASSWORD,
            shown=NO_PAGE,
        )
    by_body(case, "reinstate", "已整改")
    moved = countersign(
        case,
        user=people["operator"],
        seen=case.revision,
        name="赵六",
        role="经办人",
        proof=make.PASSWORD,
        shown=NO_PAGE,
    )
    assert moved.state == "authorized"


@pytest.mark.parametrize(("transition", "words"), [("withdraw", "撤销"), ("cancel", "注销")])
def test_lost_certificate_sends_the_case_back_to_its_check(transition, words, case, clock, people):
    by_body(case, "suspend")
    assert case.standstills.filter(until=None).count() == 1
    make.ended(QualityCertificate.objects.get(claims__application=case), transition)
    moved = fresh(case)
    change = moved.changes.last()
    assert (moved.standstills.filter(until=None).count(), moved.due_on is None) == (0, False)
    assert (moved.state, change.transition, change.actor) == ("certificate_check", "send_back", None)
    assert words in change.note
    assert told("certificate_lost").count() == 1
    # The operator asks for another certificate, whatever was asked before.
    gaps = [{"section": "certificate", "kind": "outdated", "text": "请更换有效的证书"}]
    asked = ask_correction(moved, user=people["operator"], seen=moved.revision, gaps=gaps, arose="证书已失效")
    assert asked.state == "correction_required"


def test_certificate_that_comes_to_its_end_at_the_agreement_does_not_let_the_case_hang(case, clock):
    sign_for_enterprise(case, user=case.created_by, name="李四", role="法定代表人", proof=make.PASSWORD, shown=NO_PAGE)
    certificate = QualityCertificate.objects.get(claims__application=case)
    clock.set(certificate.valid_until)
    assert look_after(the_clock.today()) == 0
    clock.advance(days=1)
    assert look_after(the_clock.today()) == 1
    assert fresh(case).state == "certificate_check"
    assert look_after(the_clock.today()) == 0


def test_home_no_longer_asks_to_sign_after_the_enterprise_has_signed(case, client):
    client.force_login(case.created_by)
    assert "签署协议</span>" in client.get("/portal/").content.decode().replace("\n", "")
    sign_for_enterprise(case, user=case.created_by, name="李四", role="法定代表人", proof=make.PASSWORD, shown=NO_PAGE)
    page = client.get("/portal/")
    row = page.context["cases"][0]
    assert (row["waiting"], row["status"]) == ("", "已签署，等待运营机构签署")
    assert "已签署，等待运营机构签署" in page.content.decode()
