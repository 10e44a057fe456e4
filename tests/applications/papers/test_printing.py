"""Text is checked for glyphs where it is typed; what slips through never holds up a receipt; the page tells the truth."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from applications.cases.filings.submission import submit
from applications.form.autosave import save_fields
from applications.form.rows import add_evidence, save_comparison_row
from applications.models import Application, CasePaper, SectionAnswers
from tests import make
from tests.pages import hidden
from tianfu.workflow.door import NotPossible
from tianfu.workflow.jobs import run_due
from tianfu.workflow.models import Job
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
ADVICE = "印不到文书上，请删去或换一种写法。"


def test_the_receipt_is_issued_whatever_a_file_is_called(clock, reference):
    application = make.draft()
    kind = application.programme_version.route(application.route)["evidence"][0]["key"]
    add_evidence(application, kind, make.pdf("a😀.pdf"), user=application.created_by)
    filed = submit(application, user=application.created_by, seen=application.revision, shown=NO_PAGE)
    run_due()
    assert set(Job.objects.filter(kind="receipt").values_list("state", flat=True)) == {Job.State.DONE}
    data = CasePaper.objects.get(application=filed, kind="receipt").paper.data
    assert "a〓（U+1F600）.pdf" in [entry["name"] for entry in data["files"]]


def test_the_receipt_is_issued_whatever_the_submitter_is_called(clock, reference):
    item = make.product(make.enterprise())
    person = make.member(item.enterprise.organisation, edit=True, sign=True)
    type(person).objects.filter(pk=person.pk).update(name="李\U0003134a")
    person.refresh_from_db()
    filed = make.filed(item=item, person=person)
    run_due()
    data = CasePaper.objects.get(application=filed, kind="receipt").paper.data
    assert data["submitted_by"] == "李〓（U+3134A）"


@pytest.mark.parametrize(
    ("section", "field"), [("product", "key_advantage"), ("subject", "contact_name"), ("standard", "leading_points")]
)
def test_a_field_is_checked_when_it_is_saved_and_the_character_named(reference, section, field):
    application = make.draft()
    saved = save_fields(application, section, {field: "很好😀"}, user=application.created_by)
    assert saved.errors[field][0].startswith(f"“😀”（U+1F600）{ADVICE}")
    assert saved.data[field] != "很好😀"


@pytest.mark.parametrize("cell", ["indicator", "unit", "national_source", "evidence_note"])
def test_a_cell_of_the_comparison_is_checked_when_it_is_saved(reference, cell):
    application = make.draft()
    row = application.comparison.get()
    with pytest.raises(ValidationError) as refused:
        save_comparison_row(application, {cell: "好😀"}, user=application.created_by, item=row)
    assert ADVICE in refused.value.message_dict[cell][0]


def test_what_was_saved_before_is_named_before_submission(reference):
    """Answers of the time before the check: field and character are named, and the task list leads there."""
    application = make.draft()
    answers = SectionAnswers.objects.get(application=application, section="product")
    answers.data["key_advantage"] = "很好😀"
    answers.save()
    application.comparison.update(unit="mg😀")
    fresh = Application.objects.get(pk=application.pk)
    with pytest.raises(NotPossible) as refused:
        submit(fresh, user=fresh.created_by, seen=fresh.revision, shown=NO_PAGE)
    assert any("“质量优势”里的“😀”（U+1F600）" in problem for problem in refused.value.problems)
    assert any("第 1 行“单位”里的“😀”（U+1F600）" in problem for problem in refused.value.problems)


@pytest.mark.parametrize(
    ("url", "field"), [("portal:product_new", "name"), ("portal:enterprise", "contact_name"), ("portal:bind", "name")]
)
def test_forms_beside_the_application_check_their_fields_too(client, reference, url, field):
    owner = make.enterprise()
    client.force_login(make.member(owner.organisation, edit=True))
    answer = client.post(reverse(url), {**hidden(client.get(reverse(url))), field: "好😀"})
    assert answer.status_code == 422
    assert f"“😀”（U+1F600）{ADVICE}" in answer.content.decode()


def test_a_password_is_not_looked_through_for_glyphs(reference):
    from applications.form.portal.forms import SignForm  # a surface, for its form alone

    data = {"signatory_name": "李四", "signatory_role": "代表", "agreed": "on", "password_or_code": "好😀"}
    assert SignForm(data).is_valid()


def test_a_parked_paper_is_told_as_what_it_is(client, clock, reference):
    application = make.filed()
    client.force_login(application.created_by)
    page, poll = reverse("portal:case", args=[application.pk]), reverse("portal:receipt_ready", args=[application.pk])
    assert "第 1 次提交的回执和申报书：" in (body := client.get(page).content.decode())
    assert "正在生成，通常几秒钟完成。" in body and "data-poll" in body
    assert client.get(poll).json()["ready"] is False
    Job.objects.filter(kind="receipt").update(state=Job.State.PARKED)
    body = client.get(page).content.decode()
    assert "正在处理，工作人员已收到提醒" in body and "data-poll=" not in body
    assert client.get(poll).json()["ready"] is True
    Job.objects.filter(kind="receipt").update(state=Job.State.QUEUED)
    run_due()
    assert "第 1 次提交的回执和申报书：" not in client.get(page).content.decode()


def test_a_parked_certificate_is_told_as_what_it_is(client, clock, reference):
    authorization = make.authorization(clock_fixture=clock)
    Job.objects.filter(kind="issue_authorization").update(state=Job.State.PARKED)
    client.force_login(authorization.application.created_by)
    body = client.get(reverse("portal:authorization", args=[authorization.pk])).content.decode()
    assert "正在处理，工作人员已收到提醒" in body
    answer = client.get(reverse("portal:authorization_ready", args=[authorization.pk])).json()
    assert (answer["ready"], answer["failed"]) == (False, True)
