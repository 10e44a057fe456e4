"""A certificate lost while the case is under review is seen at once, at whichever stage, and nothing passes meanwhile."""

from datetime import timedelta

import pytest

from applications.cases.filings.submission import submit
from applications.models import Application
from applications.review.acts.passages import pass_stage
from applications.review.stages.public_notice.publication import close_ended_notices
from certification.certificates.losses.grounds import broken, tell_of_lost
from certification.models import QualityCertificate
from tests import make
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotPossible, advance, allowed
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
STAGES = ["prefecture_review", "document_review", "public_notice", "approval", "agreement"]


def certificate_of(application):
    return QualityCertificate.objects.get(claims__application=application)


def by_body(certificate, act):
    issuer = make.member(certificate.body.organisation, sign=True)
    return advance(certificate, act, actor=issuer, seen=certificate.revision, note="监督审核未按期进行")


@pytest.fixture
def at(reference, clock):
    def build(state):
        clock.set("2026-03-02")
        people = make.staff()
        return make.advance_to(make.filed(), state, people, clock), people

    return build


@pytest.mark.parametrize("state", STAGES)
def test_no_stage_passes_while_the_certificate_is_down(at, clock, state):
    application, people = at(state)
    by_body(certificate_of(application), "suspend")
    application.refresh_from_db()
    verb = "authorize" if state == "agreement" else "pass_stage"
    problems = application.rule(verb).problems(application)
    assert sum("当前“暂停”" in sentence for sentence in problems) == 1
    clock.advance(days=30)
    close_ended_notices(the_clock.today())
    assert Application.objects.get(pk=application.pk).state == state
    by_body(certificate_of(application), "reinstate")
    application = Application.objects.get(pk=application.pk)
    assert not any("质量认证证书" in sentence for sentence in application.rule(verb).problems(application))


def test_the_first_of_two_people_is_stopped_too(at):
    application, people = at("approval")
    by_body(certificate_of(application), "suspend")
    with pytest.raises(NotPossible, match="当前“暂停”"):
        pass_stage(
            application, user=people["province"], seen=application.revision, opinion="建议准予授权", shown=NO_PAGE
        )


@pytest.mark.parametrize("act", ["suspend", "withdraw", "cancel"])
def test_enterprise_and_desk_are_told_at_once_and_once(at, act):
    application, people = at("prefecture_review")
    certificate = certificate_of(application)
    if act == "suspend":
        by_body(certificate, act)
    else:
        make.ended(certificate, act)
    message = InboxMessage.objects.get(key="case_ground_lost")
    assert message.organisation == application.enterprise.organisation
    assert certificate.number in message.body
    told = InboxMessage.objects.filter(key="case_ground_lost_desk")
    assert [row.user for row in told] == [people["prefecture"]]
    assert told.get().link == f"/console/applications/{application.pk}/"
    assert tell_of_lost(the_clock.today()) == 0, "only what has come to its end date is told by the day"


def test_a_certificate_that_comes_to_its_end_date_is_told_once(at, clock):
    application, _ = at("document_review")
    certificate = certificate_of(application)
    clock.set(certificate.valid_until)
    assert tell_of_lost(the_clock.today()) == 0
    clock.set(certificate.valid_until + timedelta(days=1))
    tell_of_lost(the_clock.today())
    tell_of_lost(the_clock.today())
    assert "过期" in InboxMessage.objects.get(key="case_ground_lost").body
    assert list(broken(the_clock.today())) == [application]


def test_drafts_and_finished_cases_are_not_under_review(reference, clock):
    clock.set("2026-03-02")
    draft = make.draft()
    by_body(certificate_of(draft), "suspend")
    assert not InboxMessage.objects.filter(key="case_ground_lost").exists()
    assert list(broken(the_clock.today())) == []
    with pytest.raises(NotPossible):
        submit(draft, user=draft.created_by, seen=draft.revision, shown=NO_PAGE)
    assert allowed(draft, draft.created_by, "submit")[0] is False


def test_a_case_of_self_declaration_rests_on_no_certificate(reference, clock):
    clock.set("2026-03-02")
    application = make.filed("self_declaration")
    assert application.rule("pass_stage").problems(application) == []
