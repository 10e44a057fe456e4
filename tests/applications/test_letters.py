"""Which passage gives which letter, and that it says why, by when and what to do about it."""

import pytest
from django.db import transaction

from applications.cases.filings.submission import resubmit
from applications.cases.standing.offices import Office
from applications.models import Application, CasePaper
from applications.papers.wording import WORDING
from applications.review.acts.corrections import answer, ask_correction
from applications.review.acts.passages import decline, reject
from tests import make
from tests.papers.reading import text_of
from tianfu.workflow import clock as the_clock
from tianfu.workflow.jobs import run_due
from tianfu.workflow.models import Job
from tianfu.workflow.policies.values import set_policy
from tianfu.workflow.signatures.shown import NO_PAGE

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
    assert data["table_head"] == ["需补正的内容", "要求", "依据"]
    assert data["table"] == [
        ["1. 证明材料（有误）", "检测报告缺第 2 页，请补传完整文件。", "参照行政许可法第三十二条"],
        ["2. 产品信息 · 产品（服务）简介（有误）", "请写明产品的材质。", "参照行政许可法第三十二条"],
    ]
    assert "最迟于2026年3月16日在平台" in "".join(data["paragraphs"])
    assert data["issuer"] == "成都市市场监督管理局"
    for item in application.open_correction().items.all():
        answer(item, user=application.created_by, text="已补传")
    fresh = Application.objects.get(pk=application.pk)
    resubmit(fresh, user=application.created_by, seen=fresh.revision, shown=NO_PAGE)
    run_due()
    receipts = CasePaper.objects.filter(kind="receipt")
    assert receipts.count() == 2
    assert receipts.last().paper.data["version"] == 2


def test_refusal_to_accept_carries_codes_clause_and_remedy(clock, reference):
    application, people = make.filed(), make.staff()
    decline(application, user=people["prefecture"], seen=application.revision, codes=["N2"], note="产品属服务领域")
    run_due()
    data = letter("not_accepted")
    assert (data["reasons"][0]["code"], data["reasons"][0]["clause"]) == ("N2", "批次公告")
    assert "产品属服务领域" in "".join(data["paragraphs"])
    assert "15 个工作日内" in data["remedies"][0]


def test_rejection_by_two_people_carries_reasons_and_remedy(clock, reference):
    application, people = make.filed(), make.staff()
    application = make.advance_to(application, "document_review", people, clock)
    seen = application.revision
    reject(application, user=people["operator"], seen=seen, codes=["R4"], note="报告与产品不符", shown=NO_PAGE)
    assert not Job.objects.filter(key__startswith="letter:rejected").exists()
    reject(application, user=people["operator_second"], seen=seen, codes=["R4"], note="同意", shown=NO_PAGE)
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


def test_every_letter_speaks_of_the_organ_and_to_the_unit_with_number_date_contact_and_remedy(clock, reference):
    clock.set("2026-09-25")
    application, people = make.filed(), make.staff()
    clock.set("2026-09-28")
    decline(application, user=people["prefecture"], seen=application.revision, codes=["N1", "N2"], note="不在受理范围")
    run_due()
    data = letter("not_accepted")
    assert data["number"] == "川品不受〔2026〕1号"
    assert data["issuer"] == "成都市市场监督管理局"
    assert data["paragraphs"][0] == "你单位的下列申报经形式审查，本局决定不予受理。理由见下表。"
    assert data["contact"] == "地址：当地政务服务中心市场监管窗口；电话：12315"
    (remedy,) = data["remedies"]
    assert remedy == (
        "如不服本决定，你单位可以自收到本决定之日起 15 个工作日内（最迟2026年10月23日）向四川省市场监督管理局书面申请复核。"
        "地址：成都市示例路 6 号（演示地址）；电话：028-00006666；电子邮箱：authority@example.test。"
        "复核由未参与本件办理的人员进行。"
    )
    paper = CasePaper.objects.get(kind="not_accepted").paper
    text = text_of(paper.file.read())
    for words in ("川品不受〔2026〕1号", "2026年9月28日", "（印章）", "成都市市场监督管理局"):
        assert words in text
    assert "提案" not in text
    assert "您" not in text
    assert "第1页" not in text


@pytest.mark.parametrize("kind", [kind for kind, wording in WORDING.items() if wording.word])
def test_wording_of_every_letter_is_formal_and_its_number_has_a_word_of_its_own(kind):
    wording = WORDING[kind]
    whole = "".join([wording.title, *wording.paragraphs, *wording.closing])
    assert "您" not in whole
    assert "我局" not in whole
    words = [row.word for row in WORDING.values() if row.word]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("kind", [kind for kind, wording in WORDING.items() if wording.word and wording.paragraphs])
def test_a_letter_with_paragraphs_names_whom_it_is_for_and_who_writes(kind):
    whole = "".join([WORDING[kind].title, *WORDING[kind].paragraphs, *WORDING[kind].closing])
    # 继受 is of two enterprises.
    assert ("你单位" in whole or "你们" in whole, "{organ}" in whole) == (True, True)


def test_organ_calls_itself_by_the_last_sign_of_its_name():
    names = {
        "四川省市场监督管理局": "本局",
        "四川省市场监督管理学会": "本会",
        "经济和信息化厅": "本厅",
        "某公司": "本单位",
    }
    assert {name: Office(name).self_name for name in names} == names


def test_document_numbers_run_per_kind_and_year_and_go_back_with_the_transaction(clock, reference):
    clock.set("2026-12-30")
    first, people = make.filed(), make.staff()
    second = make.filed(item=make.product(make.enterprise("第二家公司")))
    third = make.filed(item=make.product(make.enterprise("第三家公司")))
    act = {"user": people["prefecture"], "codes": ["N1"], "note": "不在受理范围"}
    with transaction.atomic():
        decline(first, seen=first.revision, **act)
        transaction.set_rollback(True)
    decline(first, seen=first.revision, **act)
    decline(second, seen=second.revision, **act)
    clock.set("2027-01-04")
    decline(third, seen=third.revision, **act)
    run_due()
    numbers = [row.paper.number for row in CasePaper.objects.filter(kind="not_accepted").order_by("pk")]
    assert sorted(numbers) == ["川品不受〔2026〕1号", "川品不受〔2026〕2号", "川品不受〔2027〕1号"]


def test_letter_made_late_says_the_contact_of_its_own_day(clock, reference):
    clock.set("2026-03-02")
    application, people = make.filed(), make.staff()
    decline(application, user=people["prefecture"], seen=application.revision, codes=["N1"], note="不在受理范围")
    clock.set("2026-03-03")
    set_policy(
        "contact.authority.phone",
        "028-00001111",
        source="新址公告",
        valid_from=the_clock.today(),
        actor=None,
        shown=NO_PAGE,
    )
    run_due()
    assert "028-00006666" in letter("not_accepted")["remedies"][0]


def test_page_of_a_refused_case_gives_organ_address_and_last_day_and_later_that_it_has_passed(client, clock, reference):
    clock.set("2026-09-28")
    application, people = make.filed(), make.staff()
    decline(application, user=people["prefecture"], seen=application.revision, codes=["N1"], note="不在受理范围")
    client.force_login(application.created_by)
    page = client.get(f"/portal/applications/{application.pk}/").content.decode()
    for words in ("四川省市场监督管理局", "成都市示例路 6 号", "028-00006666", "2026 年 10 月 23 日（周五）"):
        assert words in page
    clock.set("2026-10-23T23:59:58+08:00")
    assert "申请复核。地址" in client.get(f"/portal/applications/{application.pk}/").content.decode()
    clock.set("2026-10-24")
    page = client.get(f"/portal/applications/{application.pk}/").content.decode()
    assert "复核申请期限已于 2026 年 10 月 23 日（周五）届满。" in page
    assert "最后一天" not in page


def test_each_kind_of_letter_has_a_run_of_numbers_of_its_own(clock, reference):
    clock.set("2026-03-02")
    people = make.staff()
    declined, other = make.filed(), make.filed(item=make.product(make.enterprise("第二家公司")))
    decline(declined, user=people["prefecture"], seen=declined.revision, codes=["N1"], note="不在受理范围")
    gaps = [{"section": "evidence", "text": "缺页"}]
    ask_correction(other, user=people["prefecture"], seen=other.revision, gaps=gaps)
    run_due()
    numbers = CasePaper.objects.filter(kind__in=["not_accepted", "correction"]).values_list("paper__number", flat=True)
    assert sorted(numbers) == ["川品不受〔2026〕1号", "川品补〔2026〕1号"]
