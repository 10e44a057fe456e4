"""A stage is passed on the officer's own answers and opinion; no call below the form goes round them."""

import pytest

from applications.form.arithmetic import read_cell
from applications.models import Application
from applications.review.acts.passages import decline, pass_stage
from tests import make
from tianfu.demo.routes import Route
from tianfu.workflow.door import SYSTEM, NotPossible, Refused, advance
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
WITH_QUESTIONS = ["completeness_check", "prefecture_review", "document_review"]


@pytest.fixture
def people(reference):
    return make.staff()


def first_of(state, people):
    return people[{"document_review": "operator", "eligibility_check": "operator", "approval": "province"}.get(
        state, "prefecture"
    )]  # fmt: skip


@pytest.mark.parametrize("state", WITH_QUESTIONS)
def test_stage_is_not_passed_without_answers(state, clock, people):
    application = make.advance_to(make.filed(), state, people, clock)
    person = first_of(state, people)
    with pytest.raises(NotPossible, match="请核对"):
        pass_stage(application, user=person, seen=application.revision, opinion="同意", shown=NO_PAGE)
    with pytest.raises(Refused):
        advance(application, "pass_stage", actor=person, seen=application.revision, note="同意")
    kept = Application.objects.get(pk=application.pk)
    assert (kept.state, kept.reviews.filter(stage=state).count(), kept.endorsements.filter(act__endswith=state).count()) \
        == (state, 0, 0)  # fmt: skip


@pytest.mark.parametrize("answer", [False, None, "yes", 1, {"answer": False}, {"text": "产品"}, {"answer": "true"}])
def test_only_a_confirmed_answer_counts(answer, clock, people):
    application = make.advance_to(make.filed(), "document_review", people, clock)
    given = make.answers(application)
    last = list(given)[-1]
    with pytest.raises(NotPossible, match="甲醛释放量"):
        pass_stage(
            application,
            user=people["operator"],
            seen=application.revision,
            opinion="同意",
            answers=given | {last: answer},
            shown=NO_PAGE,
        )


def test_every_row_of_the_comparison_table_is_a_question_of_its_own(clock, people):
    application = make.advance_to(make.filed(), "document_review", people, clock)
    row = application.comparison.get()
    assert f"comparison:{row.pk}" in make.answers(application)
    make.passing(application, people["operator"])
    kept = application.reviews.get(stage="document_review").answers
    assert kept[f"comparison:{row.pk}"] == {"text": "对比表“甲醛释放量”与检测报告、标准原文一致", "answer": True}


def test_answers_are_kept_in_the_words_of_the_question_not_of_the_caller(clock, people):
    application = make.filed()
    given = {key: {"text": "随便", "answer": True} for key in make.answers(application)} | {"other": True}
    pass_stage(application, user=people["prefecture"], seen=application.revision, answers=given, shown=NO_PAGE)
    kept = application.reviews.get().answers
    assert {key: row["text"] for key, row in kept.items()} == {
        "identity": "主体信息与营业执照一致",
        "parts": "规定材料齐全、可以打开",
        "signed": "提交人有签署权限，承诺已确认",
    }


@pytest.mark.parametrize("state", ["prefecture_review", "approval"])
def test_recommendation_and_decision_carry_an_opinion_of_each_person(state, clock, people):
    application = make.advance_to(make.filed(), state, people, clock)
    pair = ("prefecture", "prefecture_second") if state == "prefecture_review" else ("province", "province_second")
    for key in pair:
        with pytest.raises(NotPossible, match="请写明"):
            make.passing(application, people[key], "  ")
        application = make.passing(application, people[key], "同意")
    assert application.state != state


def test_second_person_answers_for_herself(clock, people):
    application = make.passing(make.advance_to(make.filed(), "prefecture_review", people, clock), people["prefecture"])
    with pytest.raises(NotPossible, match="请核对"):
        pass_stage(
            application, user=people["prefecture_second"], seen=application.revision, opinion="同意", shown=NO_PAGE
        )


def test_no_clock_passes_a_stage_of_people(clock, people):
    for state in ("document_review", "approval"):
        application = make.advance_to(make.filed(item=make.product(make.enterprise())), state, people, clock)
        with pytest.raises(NotPossible, match="经办人员"):
            advance(application, "pass_stage", actor=SYSTEM, seen=application.revision)


def test_refusal_to_accept_names_facts_and_reasons_of_the_programme(people):
    application = make.filed()
    with pytest.raises(NotPossible, match="理由"):
        decline(application, user=people["prefecture"], seen=application.revision, codes=["N2"], note=" ")
    for reasons in ([], [{"code": "N9", "text": "自编"}], [{"code": "N2", "text": "改写的理由"}]):
        with pytest.raises(NotPossible, match="理由"):
            advance(
                application,
                "decline",
                actor=people["prefecture"],
                seen=application.revision,
                note="不在受理范围",
                reasons=reasons,
            )
    assert Application.objects.get(pk=application.pk).state == "completeness_check"


def test_a_row_worse_than_a_standard_does_not_pass_the_review(clock, people):
    application = make.advance_to(make.filed(), "document_review", people, clock)
    row = application.comparison.get()
    row.take("own", read_cell("0.200", row.unit))
    row.save()
    with pytest.raises(NotPossible, match="“甲醛释放量”低于对比值"):
        make.passing(Application.objects.get(pk=application.pk), people["operator"])


def test_a_self_declaration_without_an_honour_is_not_eligible(clock, people):
    application = make.advance_to(make.filed(Route.SELF_DECLARATION), "eligibility_check", people, clock)
    application.honors.all().delete()
    with pytest.raises(NotPossible, match="没有可以认可的质量荣誉"):
        make.passing(Application.objects.get(pk=application.pk), people["operator"])
