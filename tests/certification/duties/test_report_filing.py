"""A report is written, signed, filed, accepted or returned; nothing typed is lost, and nothing absurd is taken."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from certification.duties.reports.decisions import accept_report, send_back
from certification.duties.reports.filings.acts import COMMITMENT, signing_facts
from certification.duties.reports.filings.drafts import draft_facts, open_report, save_draft, take_out
from certification.duties.reports.models.figures import impossible
from certification.duties.reports.statistics import by_year, public_summaries, summary_rows
from certification.models import AnnualReport, Authorization, ReportFiling
from tests import make
from tests.certification.duties.conftest import YEAR, sign
from tianfu.inbox.models import InboxMessage
from tianfu.queries.together import Together
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotAllowed, NotPossible, Overtaken
from tianfu.workflow.signatures.shown import NO_PAGE, Changed, stamp
from tianfu.workflow.work_items import Kind, waiting_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def mark(issued, clock):
    row = issued()
    clock.set("2027-05-10")
    return row


def refused(call, kind=NotPossible):
    with pytest.raises(kind) as caught:
        call()
    return str(caught.value)


def test_filed_it_is_pinned_as_it_was_signed_and_waits_for_the_operator(mark, written, pair):
    report = written(mark)
    filing = sign(report, shown=stamp(signing_facts(report)))
    report.refresh_from_db()
    assert (report.state, report.decide_by.isoformat()) == ("submitted", "2027-06-07")
    assert (filing.round, filing.late_days, filing.revenue, filing.signatory_name, filing.method) == (
        1,
        0,
        Decimal(860),
        "李四",
        "password",
    )
    assert filing.text_version == COMMITMENT["version"]
    assert [name.split()[0] for name in filing.evidence] == ["检验报告.pdf"]
    keys = set(InboxMessage.objects.filter(about=f"authorization:{mark.pk}").values_list("key", flat=True))
    assert {"annual_report_filed", "annual_report_to_review"} <= keys
    held = {found.source.key: found for found in waiting_for(pair[0], Kind.TODO)}
    assert [item.url for item in held["certification.annual_reports"].items] == [f"/console/reports/{report.pk}/"]


def test_filed_late_it_says_how_late(mark, written, clock):
    report = written(mark)
    clock.set("2027-07-12")
    assert sign(report).late_days == 12
    assert "，逾期 12 天" in InboxMessage.objects.get(key="annual_report_filed").body


def test_a_report_is_filed_once(mark, filed):
    report = filed(mark)
    assert "先行办理" in refused(lambda: sign(report, seen=0), Overtaken)
    assert refused(lambda: sign(report)) == "当前状态为“已报送”，不能报送年度自查报告。"
    assert open_report(mark, 2026, the_clock.today()) == report
    with pytest.raises(IntegrityError), transaction.atomic():
        AnnualReport.objects.create(
            authorization=mark, year=2026, opened_on=report.opened_on, due_on=report.due_on, last_on=report.last_on,
            propose_from=report.propose_from,
        )  # fmt: skip


def test_gaps_are_named_and_what_was_written_stays(mark):
    report = open_report(mark, 2026, the_clock.today())
    person = mark.application.created_by
    report = save_draft(report, user=person, values={"revenue": Decimal("860.50")}, shown=NO_PAGE)
    told = refused(lambda: sign(report))
    assert "请填写检验检测批次。" in told
    assert "请至少上传一份证明材料，如检验报告、投诉处理记录。" in told
    report.refresh_from_db()
    assert (report.state, report.revenue, report.filings.count()) == ("draft", Decimal("860.50"), 0)


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"revenue": Decimal(-1)}, "revenue", "产品销售收入不能是负数，请核对后填写；没有的填 0。"),
        ({"tests": -1}, "tests", "检验检测批次不能是负数，请核对后填写；没有的填 0。"),
        (
            {"revenue": Decimal("100000000")},
            "revenue",
            "产品销售收入超过 99,999,999（万元），请核对数字和单位。",
        ),
        (
            {"output": Decimal(10**13)},
            "output",
            "产量（服务量）超过 999,999,999,999（您填写的单位），请核对数字和单位。",
        ),
        ({"complaints": 10**8}, "complaints", "收到投诉超过 9,999,999（件），请核对数字和单位。"),
        ({"tests": 3, "tests_passed": 4}, "tests_passed", "合格批次不能多于检验检测的批次，请核对两项数字。"),
        (
            {"complaints": 0, "complaints_settled": 1},
            "complaints_settled",
            "已办结投诉不能多于收到的投诉，请核对两项数字。",
        ),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_by_the_database(mark, filed, values, field, words):
    assert impossible(values) == {field: words}
    report = open_report(mark, 2026, the_clock.today())
    person = mark.application.created_by
    assert refused(lambda: save_draft(report, user=person, values=values, shown=NO_PAGE)) == words


def test_the_database_holds_no_part_greater_than_its_whole(mark, filed):
    filing = filed(mark).filings.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportFiling.objects.create(
            report=filing.report, round=2, text_version="1", text_sha256="", content_sha256="", signatory_name="李四",
            signed_by=filing.signed_by, signatory_role="", method="password", filed_at=filing.filed_at, tests=1,
            tests_passed=2,
        )  # fmt: skip


def test_ten_times_last_year_wants_a_word_of_explanation(mark, filed, written, clock):
    filed(mark)
    clock.set("2028-02-01")
    report = written(mark, 2027, revenue=8600)
    assert refused(lambda: sign(report)) == ("产品销售收入与上年相差 10 倍以上，请核对；数字无误的，请在这里说明原因。")
    report = written(mark, 2027, revenue=8600, explanation="新增两条生产线。")
    assert sign(report).revenue == 8600


def test_the_next_report_begins_with_last_years_figures(mark, filed, clock):
    filed(mark)
    clock.set("2028-01-01")
    report = open_report(mark, 2027, the_clock.today())
    assert (report.revenue, report.output_unit, report.mark_use, report.summary, report.improvements) == (
        Decimal(860),
        "万套",
        "用于外包装和说明书。",
        "",
        "",
    )


def test_who_may_not_sign_is_told_who_may(mark, written):
    report = written(mark)
    editor = make.member(mark.enterprise.organisation, edit=True)
    assert refused(lambda: sign(report, user=editor), NotAllowed) == (
        "年度自查报告由有签署权限的成员签署报送。请由企业管理员授予，或由有权限的成员办理。"
    )
    viewer = make.member(mark.enterprise.organisation)
    assert refused(lambda: save_draft(report, user=viewer, values=YEAR, shown=NO_PAGE), NotAllowed) == (
        "您只有查看权限。需要填写年度自查报告的，请联系企业管理员。"
    )
    assert refused(lambda: sign(report, name=" ")) == "请填写签署人姓名和签署身份。"
    with pytest.raises(ValidationError):
        sign(report, proof="wrong")
    report.refresh_from_db()
    assert (report.state, report.filings.count()) == ("draft", 0)


def test_what_a_colleague_saved_meanwhile_is_neither_overwritten_nor_signed_unread(mark, written):
    report = written(mark)
    page, person = stamp(draft_facts(report)), mark.application.created_by
    signing = stamp(signing_facts(report))
    save_draft(report, user=person, values={"revenue": Decimal(900)}, shown=page)
    assert "产品销售收入" in refused(
        lambda: save_draft(report, user=person, values={"revenue": Decimal(1)}, shown=page), Changed
    )
    assert "产品销售收入" in refused(lambda: sign(report, shown=signing), Changed)
    report.refresh_from_db()
    assert (report.revenue, report.state) == (Decimal(900), "draft")


def test_a_file_taken_out_is_not_part_of_the_filing_and_stays_with_the_one_that_named_it(mark, written, pair):
    report, person = written(mark), mark.application.created_by
    sign(report)
    report.refresh_from_db()
    report = send_back(report, user=pair[0], seen=report.revision, reason="请换成盖章的报告。")
    file = report.files.get()
    take_out(report, user=person, file=file.pk)
    assert refused(lambda: take_out(report, user=person, file=file.pk)) == "该文件已经移除。"
    assert "请至少上传一份证明材料" in refused(lambda: sign(report))
    assert report.filings.get().evidence == [f"{file.file.name} {file.file.sha256}"]


def test_returned_with_a_reason_nothing_is_lost_and_it_is_filed_again_in_time(mark, filed, pair, clock):
    report = filed(mark)
    assert refused(lambda: send_back(report, user=pair[0], seen=report.revision, reason=" ")) == (
        "退回年度自查报告须写明理由。"
    )
    clock.set("2027-06-28")
    report = send_back(report, user=pair[0], seen=report.revision, reason="合格批次与检验报告不一致。")
    assert (report.state, report.last_on.isoformat(), report.due_on.isoformat()) == (
        "returned",
        "2027-07-12",
        "2027-06-30",
    )
    assert (report.revenue, report.files.count(), report.answer) == (Decimal(860), 1, "合格批次与检验报告不一致。")
    message = InboxMessage.objects.get(key="annual_report_returned")
    assert "合格批次与检验报告不一致。" in message.body
    clock.set("2027-07-09")
    filing = sign(report)
    assert (filing.round, filing.late_days) == (2, 0)


def test_accepted_its_summary_is_public_and_its_figures_count(mark, filed, pair):
    report = filed(mark)
    asked = Together({"filings": summary_rows})
    assert (asked.ask(number=mark.number), by_year()) == ({"filings": []}, [])
    accept_report(report, user=pair[0], seen=report.revision, note="请继续。")
    assert public_summaries(mark, asked.ask(number=mark.number)["filings"]) == [
        {
            "year": 2026,
            "filed_on": the_clock.today(),
            "late_days": 0,
            "summary": "全年抽检合格。",
            "tests": 8,
            "passed_rate": "100.0%",
            "complaints": 5,
            "settled_rate": "100.0%",
        }
    ]
    assert by_year() == [
        {
            "year": 2026,
            "owed": 1,
            "accepted": 1,
            "in_time": 1,
            "revenue": None,  # of one enterprise: not to be read
            "complaints": 5,
            "complaints_settled": 5,
            "tests": 8,
            "tests_passed": 8,
            "settled_rate": "100.0%",
            "passed_rate": "100.0%",
        }
    ]
    assert InboxMessage.objects.filter(key="annual_report_accepted").count() == 1


def test_of_two_officers_the_second_is_told_who_was_first(mark, filed, pair):
    report = filed(mark)
    accept_report(report, user=pair[0], seen=report.revision)
    assert "先行办理" in refused(
        lambda: send_back(report, user=pair[1], seen=report.revision, reason="不符"), Overtaken
    )
    assert AnnualReport.objects.get(pk=report.pk).state == "accepted"


@pytest.mark.parametrize("state", ["withdrawn", "cancelled", "expired"])
def test_a_draft_of_a_mark_that_ended_cannot_be_filed(mark, written, state):
    report = written(mark)
    Authorization.objects.filter(pk=mark.pk).update(state=state)
    report = AnnualReport.objects.get(pk=report.pk)
    label = report.authorization.get_state_display()
    assert refused(lambda: sign(report)) == f"授权当前为“{label}”，不再报送年度自查报告。"
    assert AnnualReport.objects.get(pk=report.pk).revenue == Decimal(860), "nothing is lost"


def test_a_suspended_mark_still_reports(mark, act, filed):
    act(mark)
    assert filed(mark).state == "submitted"
