"""Drafts: deleted, not retracted; started from the last one; and what waits says so where one looks."""

from datetime import timedelta

import pytest
from django.urls import reverse

from applications.cases.filings.submission import resubmit
from applications.form.drafts import last_application
from applications.models import Application, Signature
from applications.review.acts.corrections import answer, ask_correction
from certification.models import CertificateClaim
from tests import make
from tests.pages import hidden
from tianfu.demo.routes import Route
from tianfu.ledger.models import AuditEvent
from tianfu.workflow.door import NotPossible, advance
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


@pytest.mark.parametrize("route", Route.values)
def test_a_draft_is_deleted_on_its_own_page_and_never_shown_as_retracted(client, reference, route):
    draft = make.draft(route)
    client.force_login(draft.created_by)
    page = client.get(reverse("portal:application", args=[draft.pk]))
    assert "删除草稿" in text(page) and "撤回申报" not in text(page)
    url = reverse("portal:discard", args=[draft.pk])
    confirm = client.get(url)
    assert "不算撤回" in text(confirm)
    assert Application.objects.get(pk=draft.pk).state == "draft", "opening the page deletes nothing"
    for _ in range(2):  # a double click
        assert client.post(url, hidden(confirm)).status_code == 302
    assert client.get(reverse("portal:application", args=[draft.pk])).status_code == 404
    assert "草稿已删除" in text(client.get(reverse("portal:applications")))  # says it once
    for name in ("portal:applications", "portal:home"):
        page = text(client.get(reverse(name)))
        assert "撤回" not in page and draft.product_version.name not in page, name
    row = Application.objects.get(pk=draft.pk)
    assert row.state == "discarded"
    assert (row.answers.count(), row.comparison.count(), row.evidence.count(), row.honors.count()) == (0, 0, 0, 0)
    assert CertificateClaim.objects.filter(application=row).count() == 0
    assert Signature.objects.filter(application=row).count() == (1 if route == "self_declaration" else 0)
    assert AuditEvent.objects.filter(action="application.discard").count() == 1
    # The product may be applied for again at once.
    make.open_application(user=draft.created_by, product=draft.product, batch=draft.batch, route=route)


def test_a_filed_case_is_retracted_and_not_deleted_a_draft_deleted_and_not_retracted(client, reference):
    case = make.filed()
    client.force_login(case.created_by)
    assert client.get(reverse("portal:discard", args=[case.pk])).url == reverse("portal:retract", args=[case.pk])
    with pytest.raises(NotPossible):
        advance(case, "discard", actor=case.created_by, seen=case.revision)
    draft = make.draft(item=make.product(case.enterprise, "衣柜"), person=case.created_by)
    assert client.get(reverse("portal:retract", args=[draft.pk])).url == reverse("portal:discard", args=[draft.pk])
    with pytest.raises(NotPossible):
        advance(draft, "retract", actor=draft.created_by, seen=draft.revision)


def test_a_draft_of_another_enterprise_or_without_the_right_to_edit_is_not_deleted(client, reference):
    draft = make.draft()
    url = reverse("portal:discard", args=[draft.pk])
    client.force_login(make.founder(make.enterprise("虚构泡菜食品有限公司", "511300").organisation))
    assert client.post(url, {"seen": draft.revision}).status_code == 404
    client.force_login(make.member(draft.enterprise.organisation))
    assert client.post(url, {"seen": draft.revision}).status_code == 403
    assert Application.objects.get(pk=draft.pk).state == "draft"


def open_next(client, case, product, route=Route.QUALITY_CERTIFICATION, **form):
    url = reverse("portal:application_new")
    batch = make.batch(f"第 {Application.objects.count()} 批")
    client.force_login(case.created_by)
    answer = client.post(
        url, {**hidden(client.get(url)), "batch": batch.pk, "product": product.pk, "route": route, **form}
    )
    assert answer.status_code == 302, text(answer)
    return Application.objects.order_by("-pk").first()


def retracted(case):
    return advance(case, "retract", actor=case.created_by, seen=case.revision)


def test_a_second_application_of_a_product_starts_from_the_last_one(client, reference):
    case = retracted(make.filed())
    case.enterprise.address = "成都市新址 9 号"
    case.enterprise.save()
    draft = open_next(client, case, case.product)
    assert draft.started_from == case
    subject = draft.answers.get(section="subject").data
    assert (subject["employees"], subject["address"]) == (320, "成都市新址 9 号"), (
        "what the enterprise says now is newer"
    )
    assert draft.answers.get(section="product").data == case.answers.get(section="product").data
    assert [row.shown("own") for row in draft.comparison.all()] == ["0.021"]
    assert sorted(row.file_id for row in draft.evidence.all()) == sorted(row.file_id for row in case.evidence.all())
    assert getattr(draft, "certificate_claim", None) is None
    page = text(client.get(reverse("portal:application", args=[draft.pk])))
    assert f"已带入上一次申报（{case.number}）的内容" in page and "证明材料 2 件" in page


def test_the_declaration_is_never_taken_over_honours_are(client, reference):
    case = retracted(make.filed(Route.SELF_DECLARATION))
    draft = open_next(client, case, case.product, Route.SELF_DECLARATION)
    assert draft.signatures.count() == 0
    assert [honor.name for honor in draft.honors.all()] == ["天府质量奖"]
    assert "声明与承诺书尚未签署" in text(client.get(reverse("portal:application", args=[draft.pk])))


def test_another_product_takes_over_what_is_the_enterprises_and_nothing_of_the_product(client, reference):
    case = make.filed(Route.SELF_DECLARATION)
    draft = open_next(client, case, make.product(case.enterprise, "衣柜"), Route.SELF_DECLARATION)
    assert [row.section for row in draft.answers.all()] == ["subject"]
    assert (draft.comparison.count(), draft.evidence.count(), draft.honors.count()) == (0, 0, 1)


def test_a_blank_start_takes_over_nothing_and_a_deleted_draft_is_no_source(client, reference):
    case = make.filed()
    draft = open_next(client, case, make.product(case.enterprise, "衣柜"), blank="on")
    assert (draft.started_from, draft.answers.count()) == (None, 0)
    advance(draft, "discard", actor=draft.created_by, seen=draft.revision)
    assert last_application(draft) == case


def test_a_removed_file_is_not_taken_over(client, reference):
    case = make.filed()
    case.evidence.filter(kind="test_report").update(removed_at=case.submitted_at)
    draft = open_next(client, retracted(case), case.product)
    assert [row.kind for row in draft.evidence.all()] == ["standard_text"]


def test_a_correction_answered_but_not_handed_in_says_so_on_start_page_list_and_case(client, reference, clock):
    clock.set("2026-03-02")
    case = make.filed()
    gaps = [{"section": "subject", "text": "住所不一致"}, {"section": "product", "text": "补充说明"}]
    ask_correction(case, user=make.staff()["prefecture"], seen=case.revision, gaps=gaps)
    clock.set("2026-03-03")
    client.force_login(case.created_by)
    pages = [reverse("portal:home"), reverse("portal:applications"), reverse("portal:application", args=[case.pk])]
    for page in pages:
        assert "已修改、尚未提交" not in text(client.get(page)), page
    first, second = case.corrections.get().items.all()
    answer(first, user=case.created_by, text="已更正")
    for page in pages:
        assert "已修改、尚未提交，还有 1 项没有答复" in text(client.get(page)), page
    answer(second, user=case.created_by, text="已补充")
    for page in pages:
        content = text(client.get(page))
        assert "已修改、尚未提交" in content and "没有答复" not in content, page
        assert reverse("portal:submit", args=[case.pk]) in content, page
    resubmit(Application.objects.get(pk=case.pk), user=case.created_by, seen=case.revision + 1, shown=NO_PAGE)
    for page in pages:
        assert "尚未提交" not in text(client.get(page)), page


def test_a_finished_draft_has_its_submit_button_on_start_page_list_and_case(client, reference):
    draft = make.draft()
    client.force_login(draft.created_by)
    pages = [reverse("portal:home"), reverse("portal:applications"), reverse("portal:application", args=[draft.pk])]
    submit = reverse("portal:submit", args=[draft.pk])
    for page in pages:
        assert text(client.get(page)).split("<main")[1].count(f'href="{submit}"') >= 1, page
    assert "已填写完整、尚未提交" in text(client.get(pages[0]))
    draft.evidence.update(removed_at=draft.created_at + timedelta(days=1))
    for page in pages[:2]:
        assert submit not in text(client.get(page)), page
