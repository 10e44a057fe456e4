"""Which passage gives which letter, and that it says why, by when and what to do about it."""

import pytest

from applications.correcting import answer, ask_correction
from applications.models import Application, CasePaper
from applications.reviewing import decline, reject
from applications.submitting import resubmit
from tests import make
from tianfu.workflow.jobs import run_due
from tianfu.workflow.models import Job

pytestmark = pytest.mark.django_db


def letter(kind):
    return CasePaper.objects.get(kind=kind).paper.data


def test_correction_notice_names_all_gaps_at_once_with_the_last_day(clock, reference):
    clock.set("2026-03-02")
    application, people = make.filed(), make.staff()
    gaps = [
        {"section": "evidence", "text": "检测报告缺第 2 页，请补传完整文件。"},
        {"section": "product", "field": "description", "text": "请写明产品的材质。", "kind": "incorrect"},
    ]
    application = ask_correction(application, user=people["prefecture"], seen=application.revision, gaps=gaps)
    run_due()
    data = letter("correction")
    assert [reason["code"] for reason in data["reasons"]] == ["1", "2"]
    assert "检测报告缺第 2 页" in data["reasons"][0]["text"]
    assert data["reasons"][1]["clause"] == "产品信息"
    assert "2026 年 3 月 16 日" in "".join(data["paragraphs"])
    assert data["issuer"] == "成都市市场监督管理局"
    for item in application.open_correction().items.all():
        answer(item, user=application.created_by, text="已补传")
    fresh = Application.objects.get(pk=application.pk)
    resubmit(fresh, user=application.created_by, seen=fresh.revision)
    run_due()
    receipts = CasePaper.objects.filter(kind="receipt")
    assert receipts.count() == 2
    assert receipts.last().paper.data["version"] == 2


def test_refusal_to_accept_carries_codes_clause_and_remedy(clock, reference):
    application, people = make.filed(), make.staff()
    decline(application, user=people["prefecture"], seen=application.revision, codes=["N2"], note="产品属服务领域")
    run_due()
    data = letter("not_accepted")
    assert (data["reasons"][0]["code"], data["reasons"][0]["clause"]) == ("N2", "批次公告（提案）")
    assert "产品属服务领域" in "".join(data["paragraphs"])
    assert "15 个工作日内" in data["remedies"][0]


def test_rejection_by_two_people_carries_reasons_and_remedy(clock, reference):
    application, people = make.filed(), make.staff()
    application = make.advance_to(application, "document_review", people, clock)
    seen = application.revision
    reject(application, user=people["operator"], seen=seen, codes=["R4"], note="报告与产品不符")
    assert not Job.objects.filter(key__startswith="letter:rejected").exists()
    reject(application, user=people["operator_second"], seen=seen, codes=["R4"], note="同意")
    run_due()
    data = letter("rejected")
    assert data["reasons"][0]["text"] == "证明材料不能证明申报内容"
    assert data["remedies"]


def test_way_to_the_mark_leaves_acceptance_grant_and_the_agreement_with_both_signatures(clock, reference):
    application, people = make.filed(), make.staff()
    make.advance_to(application, "authorized", people, clock)
    run_due()
    Job.objects.filter(kind="case_letter").update(state=Job.State.QUEUED)
    run_due()
    kinds = list(CasePaper.objects.order_by("kind").values_list("kind", flat=True))
    assert kinds == ["accepted", "agreement", "approved", "read_back", "receipt"]
    assert "同意" in "".join(letter("approved")["paragraphs"])
    assert "签署标识使用授权协议" in "".join(letter("approved")["paragraphs"])
    agreement = letter("agreement")
    assert [(row["party"], row["name"]) for row in agreement["signatures"]] == [("企业", "李四"), ("运营机构", "赵六")]
    assert {row["text_sha256"] for row in agreement["signatures"]} == {agreement["text_sha256"]}


def test_first_of_two_people_gives_no_letter(clock, reference):
    application, people = make.filed(), make.staff()
    application = make.advance_to(application, "approval", people, clock)
    make.passing(application, people["province"], "拟同意")
    assert not Job.objects.filter(key__startswith="letter:approved").exists()
