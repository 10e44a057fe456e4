"""四眼: nobody who acted on a case, in any round and at any depth, decides on it as the independent person."""

import pytest

from applications.cases.filings.submission import submit
from applications.cases.rules.independence import acts_on
from applications.form.autosave import save_fields
from applications.models import Application
from applications.review.acts.corrections import ask_correction
from applications.review.acts.passages import reject, send_back
from applications.review.stages.public_notice.objections.acts import (
    check_summary,
    close_objection,
    record_objection,
    write_summary,
)
from tests import make
from tianfu.accounts.organisations.membership import leave
from tianfu.accounts.roles import Role
from tianfu.demo.routes import Route
from tianfu.workflow.door import NotPossible, Refused, advance
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(reference):
    return make.staff()


def fresh(application):
    return Application.objects.get(pk=application.pk)


def approver_too(person):
    """The same person, who later becomes an approver of the province as well."""
    make.grant(person, Role.PROVINCE_APPROVER)
    return type(person).objects.get(pk=person.pk)


def at_approval_with_a_proposal(people, clock, **kwargs):
    application = make.advance_to(make.filed(**kwargs), "approval", people, clock)
    return make.passing(application, people["province"])


def refuses(application, person):
    """The second signature of `person` is refused, by the function and by the door itself."""
    with pytest.raises(NotPossible, match="参与过本件"):
        make.passing(application, person)
    with pytest.raises(NotPossible, match="两人"):
        advance(application, "pass_stage", actor=person, seen=application.revision, note="准予")
    assert fresh(application).state == "approval"
    return True


def test_reviewer_of_the_first_round_does_not_approve_after_a_correction(clock, people):
    """The issue's own case: 资格核验 passed in round 1, second approver in round 2."""
    application = make.advance_to(make.filed(Route.SELF_DECLARATION), "document_review", people, clock)
    other = make.officer(Role.OPERATOR_OFFICER)
    application = send_back(
        application, user=other, seen=application.revision, target="eligibility_check", note="请重新核验荣誉"
    )
    application = make.advance_to(application, "approval", people | {"operator": other}, clock)
    application = make.passing(application, people["province"])
    assert refuses(application, approver_too(people["operator"]))
    assert make.passing(application, people["province_second"]).state == "agreement"


@pytest.mark.parametrize("key", ["prefecture", "prefecture_second", "operator"])
def test_whoever_passed_a_stage_does_not_approve(key, clock, people):
    application = at_approval_with_a_proposal(people, clock)
    assert refuses(application, approver_too(people[key]))


def test_whoever_sent_the_case_back_does_not_approve(clock, people):
    application = make.advance_to(make.filed(), "document_review", people, clock)
    sender = make.officer(Role.OPERATOR_OFFICER)
    send_back(application, user=sender, seen=application.revision, target="prefecture_review", note="意见不全")
    application = make.advance_to(fresh(application), "approval", people, clock)
    application = make.passing(application, people["province"])
    assert refuses(application, approver_too(sender))


def test_whoever_recorded_or_closed_an_objection_does_not_approve(clock, people):
    application = make.advance_to(make.filed(), "public_notice", people, clock)
    recorder, writer, checker, closer = (make.officer(Role.OPERATOR_OFFICER) for _ in range(4))
    objection = record_objection(
        application, user=recorder, source="letter", objector="某竞争企业", contact="028-00001234", text="检测数据有误"
    )
    write_summary(objection, user=writer, text="对一项数值提出疑问。")
    check_summary(objection, user=checker, approve=True, shown=NO_PAGE)
    close_objection(objection, user=closer, outcome="dismissed", finding="复核一致", shown=NO_PAGE)
    application = make.advance_to(fresh(application), "approval", people, clock)
    application = make.passing(application, people["province"])
    for person in (recorder, writer, checker, closer):
        assert refuses(application, approver_too(person))


def test_whoever_filled_the_application_in_does_not_approve(clock, people):
    """A former member of the enterprise who has become an officer."""
    application = at_approval_with_a_proposal(people, clock)
    member = application.created_by
    make.member(application.enterprise.organisation)
    leave(member.memberships.get(), actor=member)
    assert refuses(application, approver_too(type(member).objects.get(pk=member.pk)))


def test_body_that_confirmed_the_certificate_does_not_approve(clock, people):
    application = at_approval_with_a_proposal(people, clock)
    person = application.certificate_claim.confirmed_by
    make.member(person.memberships.get().organisation)
    leave(person.memberships.get(), actor=person)
    assert refuses(application, approver_too(person))


def test_first_person_of_an_earlier_round_is_not_the_second_of_a_later_one(clock, people):
    application = at_approval_with_a_proposal(people, clock)
    send_back(
        application, user=people["province_second"], seen=application.revision, target="document_review", note="再核"
    )
    application = make.advance_to(fresh(application), "approval", people, clock)
    other = make.officer(Role.PROVINCE_OFFICER)
    application = make.passing(application, other)
    assert refuses(application, approver_too(people["province"]))


def test_who_decided_independently_before_decides_again_when_the_case_comes_back(clock, people):
    """A city has one approver: her first independent recommendation is no part in preparing the case."""
    application = make.advance_to(make.filed(), "certificate_check", people, clock)
    send_back(
        application, user=people["operator"], seen=application.revision, target="prefecture_review", note="意见不全"
    )
    application = make.passing(fresh(application), people["prefecture"])
    assert make.passing(application, people["prefecture_second"]).state == "certificate_check"


def test_both_people_of_the_decision_come_fresh_to_the_case(clock, people):
    application = make.advance_to(make.filed(), "approval", people, clock)
    reviewer = people["operator"]
    make.grant(reviewer, Role.PROVINCE_OFFICER)
    with pytest.raises(NotPossible, match="参与过本件"):
        make.passing(application, type(reviewer).objects.get(pk=reviewer.pk))
    assert not application.endorsements.filter(act="pass_stage:approval").exists()


def refusal(application, person):
    return reject(application, user=person, seen=application.revision, codes=["R4"], note="材料不实", shown=NO_PAGE)


def test_reviewer_does_not_join_the_refusal_at_the_decision(clock, people):
    application = make.advance_to(make.filed(), "approval", people, clock)
    refusal(application, people["province"])
    reviewer = approver_too(people["operator"])
    with pytest.raises(NotPossible, match="参与过本件"):
        refusal(application, reviewer)
    with pytest.raises(NotPossible, match="两人"):
        advance(application, "reject", actor=reviewer, seen=application.revision, note="x", reasons=[])
    assert refusal(application, people["province_second"]).state == "rejected"


def test_reviewer_of_an_earlier_stage_does_not_join_the_refusal_of_a_later_one(clock, people):
    application = make.advance_to(make.filed(Route.SELF_DECLARATION), "document_review", people, clock)
    refusal(application, people["operator_second"])
    with pytest.raises(NotPossible, match="参与过本件"):
        refusal(application, people["operator"])
    assert refusal(application, make.officer(Role.OPERATOR_OFFICER)).state == "rejected"


def test_whoever_asked_for_correction_does_not_join_the_refusal(clock, people):
    application = make.advance_to(make.filed(), "document_review", people, clock)
    asker = people["operator_second"]
    gaps = [{"section": "product", "field": "annual_output", "kind": "incorrect", "text": "请写明年度"}]
    ask_correction(application, user=asker, seen=application.revision, gaps=gaps, arose="产量口径不明")
    assert acts_on(fresh(application), asker) == ["经办", "要求补正"]


def test_door_passes_a_stage_of_two_people_only_on_both_signatures(clock, people):
    application = make.advance_to(make.filed(), "approval", people, clock)
    for person in (people["province"], people["province_second"]):
        with pytest.raises(Refused):
            advance(application, "pass_stage", actor=person, seen=application.revision, note="准予")
    make.passing(application, people["province"])
    with pytest.raises(NotPossible, match="两人"):
        advance(application, "pass_stage", actor=people["province_second"], seen=application.revision, note="准予")
    assert fresh(application).state == "approval"


def test_every_act_on_a_case_is_named_to_whoever_would_be_the_second(clock, people):
    draft = make.draft()
    colleague = make.member(draft.enterprise.organisation, edit=True)
    save_fields(draft, "product", {"main_markets": "全国"}, user=colleague)
    application = submit(draft, user=draft.created_by, seen=draft.revision, shown=NO_PAGE)
    application = make.advance_to(application, "approval", people, clock)
    application = make.passing(application, people["province"])
    done = {
        "prefecture": ["审查", "提出意见", "经办"],
        "prefecture_second": ["审查", "复核", "经办"],
        "operator": ["审查", "经办"],
        "province": ["审查", "提出意见"],
        "province_second": [],
    }
    assert {key: acts_on(application, people[key]) for key in done} == {key: sorted(acts) for key, acts in done.items()}
    assert acts_on(application, colleague) == ["填报"]
