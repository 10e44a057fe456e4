"""Pages of yearly reports on both sides and for everybody: what they say, what they refuse, and that nothing typed is lost."""

import pytest
from django.test import Client
from django.urls import reverse

from certification.duties.reports.decisions import accept_report
from certification.duties.reports.filings.drafts import open_report
from certification.duties.reports.filings.rounds import open_due
from certification.models import AnnualReport, Authorization
from tests import make
from tests.certification.duties.conftest import YEAR
from tests.queries import costs, opening
from tianfu.workflow import clock as the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def mark(issued, clock):
    row = issued()
    clock.set("2027-05-10")
    return row


@pytest.fixture
def holder(mark, signed_in):
    return signed_in(mark.application.created_by)


def address(mark, year=2026, name="annual_report"):
    return reverse(f"portal:{name}", args=[mark.pk, year])


def hidden(page, name):
    text = page.content.decode()
    return text.split(f'name="{name}" value="', 1)[1].split('"', 1)[0]


def text(page):
    return page.content.decode()


def test_the_holder_writes_signs_and_reads(mark, holder):
    at = address(mark)
    page = holder.get(at)
    sent = holder.post(at, YEAR | {"act": "sign", "shown": hidden(page, "shown"), "files": make.pdf("检验报告.pdf")})
    assert (sent.status_code, sent["location"]) == (302, address(mark, name="annual_report_sign"))
    page = holder.get(sent["location"])
    assert ("860 万元" in text(page), "12 万套" in text(page), "年度自查承诺" in text(page)) == (True, True, True)
    given = {
        "signatory_name": "李四",
        "signatory_role": "法定代表人",
        "agreed": "on",
        "password_or_code": make.PASSWORD,
        **{name: hidden(page, name) for name in ("shown", "seen", "once")},
    }
    sent = holder.post(page.request["PATH_INFO"], given)
    assert (sent.status_code, sent["location"]) == (302, at)
    again = holder.post(page.request["PATH_INFO"], given)
    assert (again.status_code, again["location"]) == (302, at)
    assert AnnualReport.objects.get().filings.count() == 1
    assert "已报送给运营机构" in text(holder.get(at))
    assert holder.post(at, YEAR | {"revenue": "1"}).status_code == 200
    assert AnnualReport.objects.get().revenue == 860, "filed is filed"


def test_absurd_figures_are_refused_at_their_fields_and_stay_in_the_form(mark, holder):
    page = holder.get(address(mark))
    typed = {"revenue": "-3", "tests": "3", "tests_passed": "9", "summary": "写好的摘要", "output": "很多"}
    answer = holder.post(address(mark), typed | {"shown": hidden(page, "shown"), "act": "save"})
    assert answer.status_code == 422
    for words in ("不能是负数", "合格批次不能多于", "写好的摘要", 'value="-3"', 'value="很多"'):
        assert words in text(answer), words
    assert AnnualReport.objects.get().summary == ""


def test_what_is_no_file_of_a_kind_is_refused_and_the_text_stays(mark, holder):
    page = holder.get(address(mark))
    wrong = make.pdf("检验报告.exe")
    answer = holder.post(address(mark), YEAR | {"shown": hidden(page, "shown"), "files": wrong})
    assert answer.status_code == 422
    assert ("文件未保存，请重新选择" in text(answer), "更换封边胶。" in text(answer)) == (True, True)


def test_a_page_that_a_colleague_overtook_says_so_with_409_and_keeps_what_was_typed(mark, holder):
    page = holder.get(address(mark))
    shown = hidden(page, "shown")
    assert holder.post(address(mark), {"revenue": "900", "shown": shown, "act": "save"}).status_code == 302
    answer = holder.post(address(mark), {"revenue": "901", "shown": shown, "act": "save"})
    assert answer.status_code == 409
    assert ("您的同事刚才保存过这份报告" in text(answer), 'value="901"' in text(answer)) == (True, True)


def test_signing_with_gaps_or_unread_says_what_to_do(mark, holder):
    at = address(mark, name="annual_report_sign")
    holder.post(address(mark), {"revenue": "900", "shown": hidden(holder.get(address(mark)), "shown"), "act": "save"})
    page = holder.get(at)
    assert "还不能报送" in text(page)
    given = {
        "signatory_name": "李四", "signatory_role": "法定代表人", "agreed": "on", "password_or_code": make.PASSWORD,
        **{name: hidden(page, name) for name in ("shown", "seen", "once")},
    }  # fmt: skip
    answer = holder.post(at, given)
    assert (answer.status_code, "请填写检验检测批次。" in text(answer)) == (422, True)
    wrong = holder.post(at, given | {"password_or_code": "wrong"})
    assert wrong.status_code == 422
    unread = holder.post(at, given | {"shown": "0" * 64})
    assert (unread.status_code, "请重新通读后再办理" in text(unread)) == (409, True)


@pytest.mark.parametrize(
    ("year", "words"), [(2027, "2027 年度自查报告自 2028-01-01 起报送"), (2025, "不需要报送 2025 年度")]
)
def test_before_its_window_and_for_a_year_that_is_not_owed_the_page_says_so(mark, holder, year, words):
    for answer in (holder.get(address(mark, year)), holder.post(address(mark, year), YEAR)):
        assert (answer.status_code, words in text(answer)) == (409, True)
    assert AnnualReport.objects.count() == 0


@pytest.mark.parametrize("state", ["withdrawn", "expired", "cancelled"])
def test_for_a_mark_that_has_ended_the_page_says_so(mark, holder, state):
    Authorization.objects.filter(pk=mark.pk).update(state=state)
    answer = holder.post(address(mark), YEAR)
    assert (answer.status_code, "不再报送年度自查报告" in text(answer)) == (409, True)


def test_a_year_that_is_no_year_is_not_found(mark, holder):
    assert [holder.get(address(mark, year)).status_code for year in (0, 9999, 99999)] == [404, 404, 404]


def test_somebody_elses_report_is_not_found(mark, signed_in):
    stranger = signed_in(make.founder(make.enterprise("他人有限公司").organisation))
    open_report(mark, 2026, the_clock.today())
    pages = [address(mark), address(mark, name="annual_report_sign"), reverse("portal:annual_reports", args=[mark.pk])]
    assert [stranger.get(page).status_code for page in pages] == [404, 404, 404]
    assert stranger.post(address(mark), YEAR).status_code == 404
    assert stranger.post(reverse("portal:annual_report_file_remove", args=[mark.pk, 2026, 1])).status_code == 404


def test_a_file_is_taken_out_of_the_draft(mark, holder, written):
    report = written(mark)
    file = report.files.get()
    at = reverse("portal:annual_report_file_remove", args=[mark.pk, 2026, file.pk])
    assert holder.post(at).status_code == 302
    assert report.files.filter(removed_at=None).count() == 0
    assert holder.post(at).status_code == 409


def test_the_operator_reads_decides_and_a_second_officer_comes_too_late(mark, filed, pair, signed_in):
    report = filed(mark)
    first, second = (signed_in(person) for person in pair)
    at = reverse("console:annual_report", args=[report.pk])
    page = first.get(at)
    assert ("860 万元" in text(page), "接受" in text(page)) == (True, True)
    assert "2026 年度" in text(first.get(reverse("console:annual_reports")))
    answer = first.post(at, {"act": "return", "note": "", "seen": report.revision})
    assert (answer.status_code, "须写明理由" in text(answer)) == (422, True)
    answer = first.post(at, {"act": "burn", "note": "好", "seen": report.revision})
    assert (answer.status_code, "请选择接受或者退回。" in text(answer)) == (422, True)
    assert first.post(at, {"act": "accept", "note": "", "seen": report.revision}).status_code == 302
    late = second.post(at, {"act": "return", "note": "数字不符", "seen": report.revision})
    assert (late.status_code, "先行办理" in text(late)) == (409, True)
    assert AnnualReport.objects.get().state == "accepted"


def test_the_operator_proposes_a_suspension_from_the_missing_report(mark, pair, signed_in, clock):
    report = open_report(mark, 2026, the_clock.today())
    client, at = signed_in(pair[0]), reverse("console:annual_report_suspend", args=[report.pk])
    early = client.post(at, {"reason": "未报送", "seen": mark.revision})
    assert (early.status_code, "现在不能提出暂停" in text(early)) == (422, True)
    clock.set("2027-08-10")
    assert "至今已逾期 41 天" in text(client.get(at))
    assert "提出暂停" in text(client.get(reverse("console:annual_report", args=[report.pk])))
    empty = client.post(at, {"reason": " ", "seen": mark.revision})
    assert (empty.status_code, "请写明事实和理由" in text(empty)) == (422, True)
    assert client.post(at, {"reason": "经提醒仍未报送。", "seen": mark.revision}).status_code == 302
    page = signed_in(pair[1]).get(reverse("console:authorization", args=[mark.pk]))
    assert ("2026 年度自查报告" in text(page), "确认暂停" in text(page)) == (True, True)


def test_the_holders_page_says_what_is_due_and_when_the_next_begins(mark, holder, filed, pair):
    page = reverse("portal:authorization", args=[mark.pk])
    open_due(the_clock.today())
    assert "2026 年度请填写并签署报送" in text(holder.get(page))
    assert "年度自查报告请填写并签署报送" in text(holder.get(reverse("portal:home")))
    report = filed(mark)
    assert "2026 年度已报送" in text(holder.get(page))
    accept_report(report, user=pair[0], seen=report.revision)
    assert "下一份是 2027 年度的报告" in text(holder.get(page))


def test_everybody_reads_the_summary_and_the_year_and_never_the_revenue(mark, filed, pair):
    report = filed(mark)
    accept_report(report, user=pair[0], seen=report.revision)
    public = Client()
    page = public.get(reverse("brand", args=[mark.number]))
    assert ("全年抽检合格。" in text(page), "合格率 100.0%" in text(page), "860" in text(page)) == (True, True, False)
    years = public.get(reverse("annual_report_list"))
    assert ("2026" in text(years), "报告少，不公布" in text(years)) == (True, True)
    rows = public.get(reverse("annual_reports_json")).json()
    assert "860" not in str(rows)
    assert "全年抽检合格。" in public.get(reverse("annual_reports_csv")).content.decode("utf-8-sig")
    assert public.get(reverse("annual_reports_feed")).status_code == 200


def test_lists_cost_the_same_however_many_reports(mark, issued, filed, pair, signed_in, clock):
    item = make.product(mark.enterprise, "第二个产品")
    clock.set("2026-03-02")
    second = issued(item=item, person=mark.application.created_by)
    clock.set("2027-05-10")
    filed(mark)
    client = signed_in(pair[0])
    before, after = costs(opening(client, reverse("console:annual_reports")), lambda: filed(second))
    assert before == after
