"""A holder reports accidents, recalls and tests that failed or lapsed: in its term or late, to the operator and to risk."""

from datetime import date

import pytest
from django.urls import reverse

from certification.authorizations.sanctions.acts import confirm
from certification.duties.incidents.acts import acknowledge, due_day, fact_problems, file_incident, propose_suspension
from certification.models import Authorization, Incident
from supervision.lists.risk.reckoner import reckon
from tests import make
from tests.queries import costs, opening
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotAllowed, NotPossible, Overtaken
from tianfu.workflow.signatures.shown import NO_PAGE
from tianfu.workflow.work_items import Kind, waiting_for

pytestmark = pytest.mark.django_db
FACTS = {
    "kind": "accident",
    "happened_on": date(2026, 5, 6),
    "learned_on": date(2026, 5, 7),
    "affected": "20260401 批，320 套",
    "text": "柜门脱落，一人受伤。",
    "measures": "停止销售，封存库存。",
}


@pytest.fixture
def mark(issued, clock):
    row = issued()
    clock.set("2026-05-08")
    return row


@pytest.fixture
def reported(mark):
    return file_incident(mark, user=mark.application.created_by, facts=FACTS, uploads=[make.pdf("照片.pdf")])


def refused(call, kind=NotPossible):
    with pytest.raises(kind) as caught:
        call()
    return str(caught.value)


def test_reported_in_its_term_it_waits_for_the_operator(pair, reported):
    assert (reported.state, reported.due_on, reported.late_days, reported.files.count()) == (
        "reported",
        date(2026, 5, 9),  # two working days after the 7th: this Saturday is worked
        0,
        1,
    )
    held = {found.source.key: found for found in waiting_for(pair[0], Kind.TODO)}
    assert [item.url for item in held["certification.incidents"].items] == [f"/console/incidents/{reported.pk}/"]
    assert set(pair) <= {row.user for row in InboxMessage.objects.filter(key="incident_reported")}


def test_each_kind_has_its_own_term(mark):
    learned = date(2026, 12, 30)  # over New Year
    found = {kind: due_day(mark, kind, learned) for kind in ("accident", "recall", "failed_test", "lost_test")}
    assert found == {
        "accident": date(2027, 1, 4),
        "recall": date(2027, 1, 4),
        "failed_test": date(2027, 1, 7),
        "lost_test": date(2027, 1, 7),
    }


def test_a_late_one_is_taken_and_said_to_be_late(mark, clock):
    clock.set("2026-05-20")
    row = file_incident(mark, user=mark.application.created_by, facts=FACTS)
    assert row.late_days == 11
    assert "逾期 11 天" in InboxMessage.objects.filter(key="incident_reported").first().body


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"kind": "rumour"}, "kind", "请选择报告的类别。"),
        ({"happened_on": None}, "happened_on", "请填写发生日期，不能晚于今天。"),
        ({"happened_on": date(2026, 5, 9)}, "happened_on", "请填写发生日期，不能晚于今天。"),
        ({"happened_on": date(1906, 5, 6)}, "happened_on", "请核对发生日期的年份。"),
        ({"learned_on": date(2026, 5, 9)}, "learned_on", "请填写获知日期，不能晚于今天。"),
        ({"learned_on": date(2026, 5, 5)}, "learned_on", "获知日期不能早于发生日期，请核对。"),
        ({"affected": " "}, "affected", "请写明涉及的批次和数量。"),
        ({"text": ""}, "text", "请写明情况。"),
        ({"measures": ""}, "measures", "请写明已采取的措施。"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(mark, changed, field, words):
    problems = fact_problems(mark, FACTS | changed)
    assert problems[field] == words
    assert refused(lambda: file_incident(mark, user=mark.application.created_by, facts=FACTS | changed)) == " ".join(
        problems.values()
    )
    assert Incident.objects.count() == 0


def test_what_happened_and_was_learned_today_can_be_reported(mark):
    today = the_clock.today()
    assert fact_problems(mark, {**FACTS, "happened_on": today, "learned_on": today}) == {}


def test_the_same_is_not_reported_twice_and_only_by_who_may_edit(mark, reported):
    again = refused(lambda: file_incident(mark, user=mark.application.created_by, facts=FACTS))
    assert again == "这一情况已经报告过，无需重复；有新情况的，请写明与上次不同之处。"
    viewer = make.member(mark.enterprise.organisation)
    told = refused(lambda: file_incident(mark, user=viewer, facts=FACTS | {"text": "另一情况"}), NotAllowed)
    assert told == "您只有查看权限。需要报告事故和质量信息的，请联系企业管理员。"


@pytest.mark.parametrize("state", ["suspended", "expired", "withdrawn", "cancelled"])
def test_after_its_end_a_mark_still_reports_because_goods_are_out(mark, state):
    Authorization.objects.filter(pk=mark.pk).update(state=state)
    mark.refresh_from_db()
    assert file_incident(mark, user=mark.application.created_by, facts=FACTS).state == "reported"


def test_what_is_not_in_force_yet_has_no_goods(clock, reference):
    clock.set("2026-03-02")
    pending = make.authorization(clock_fixture=clock)
    assert fact_problems(pending, FACTS)[""] == "授权尚未生效，没有可以报告的产品。"


def test_the_operator_answers_once_and_the_holder_reads_it(reported, pair):
    assert refused(lambda: acknowledge(reported, user=pair[0], seen=0, note=" ")) == (
        "核收事故和质量信息报告须写明理由。"
    )
    row = acknowledge(reported, user=pair[0], seen=0, note="请在七日内提交调查结果。")
    assert (row.state, row.answer) == ("acknowledged", "请在七日内提交调查结果。")
    assert "先行办理" in refused(lambda: acknowledge(reported, user=pair[1], seen=0, note="无需"), Overtaken)
    assert "请在七日内提交调查结果。" in InboxMessage.objects.get(key="incident_acknowledged").body


def test_two_people_may_suspend_upon_it(reported, pair):
    mark = Authorization.objects.get(pk=reported.authorization_id)
    proposal = propose_suspension(reported, user=pair[0], seen=mark.revision, reason="事故原因未查清。")
    assert proposal.basis == f"incident:{reported.pk}"
    confirm(proposal, user=pair[1], seen=mark.revision, shown=NO_PAGE)
    mark.refresh_from_db()
    assert (mark.state, mark.suspensions.get().cause) == ("suspended", "quality")


def test_incidents_and_overdue_reports_count_for_the_risk_class(mark, reported, written, clock):
    file_incident(mark, user=mark.application.created_by, facts=FACTS | {"kind": "lost_test", "text": "报告被撤销。"})
    letter, reasons = reckon(mark.holder_uscc, the_clock.today())
    assert (letter, [(row.text, row.points) for row in reasons]) == (
        "C",
        [("2026-05-06 检验报告或认证失效", 20), ("2026-05-06 重大质量事故", 40)],
    )
    clock.set("2027-05-01")
    written(mark)
    clock.set("2027-07-01")
    _, reasons = reckon(mark.holder_uscc, the_clock.today())
    assert [(row.text, row.points) for row in reasons if "年度" in row.text] == [("2026 年度自查报告逾期未报送", 20)]


def text(page):
    return page.content.decode()


def test_pages_of_both_sides(mark, pair, signed_in):
    holder, officer = signed_in(mark.application.created_by), signed_in(pair[0])
    at = reverse("portal:incident_new", args=[mark.pk])
    assert "事故和质量信息报告" in text(holder.get(reverse("portal:authorization", args=[mark.pk])))
    typed = {**FACTS, "happened_on": "2026-05-09", "learned_on": "2026/13/1"}
    bad = holder.post(at, typed)
    assert bad.status_code == 422
    for words in ("不能晚于今天", "请按 2026-12-04 的格式填写日期。", "柜门脱落"):
        assert words in text(bad), words
    assert "请选择列出的类别。" in text(holder.post(at, {**FACTS, "kind": "rumour"}))
    wrong = holder.post(at, {**FACTS, "files": make.pdf("照片.exe")})
    assert (wrong.status_code, "文件未保存" in text(wrong), Incident.objects.count()) == (422, True, 0)
    sent = holder.post(at, {**FACTS, "files": make.pdf("照片.pdf")})
    row = Incident.objects.get()
    assert sent["location"] == reverse("portal:incident", args=[row.pk])
    assert "柜门脱落" in text(holder.get(sent["location"]))
    assert row.get_kind_display() in text(officer.get(reverse("console:incidents")))
    page = reverse("console:incident", args=[row.pk])
    assert "封存库存" in text(officer.get(page))
    empty = officer.post(page, {"note": "", "seen": 0})
    assert (empty.status_code, "请写明核收意见" in text(empty)) == (422, True)
    assert officer.post(page, {"note": "请提交调查结果。", "seen": 0}).status_code == 302
    late = signed_in(pair[1]).post(page, {"note": "无需", "seen": 0})
    assert (late.status_code, "先行办理" in text(late)) == (409, True)
    propose = reverse("console:incident_suspend", args=[row.pk])
    assert "柜门脱落" in text(officer.get(propose))
    assert officer.post(propose, {"reason": "", "seen": mark.revision}).status_code == 422
    assert officer.post(propose, {"reason": "未查清。", "seen": mark.revision}).status_code == 302
    again = officer.post(propose, {"reason": "未查清。", "seen": mark.revision})
    assert (again.status_code, "请先确认或撤下" in text(again)) == (422, True)


def test_somebody_elses_are_not_found(reported, signed_in):
    stranger = signed_in(make.founder(make.enterprise("他人有限公司").organisation))
    pages = [
        reverse("portal:incident", args=[reported.pk]),
        reverse("portal:incident_new", args=[reported.authorization_id]),
    ]
    assert [stranger.get(page).status_code for page in pages] == [404, 404]
    assert stranger.post(pages[1], FACTS).status_code == 404


def test_the_list_costs_the_same_however_many(reported, pair, signed_in):
    mark, client = reported.authorization, signed_in(pair[0])
    more = FACTS | {"text": "另一情况"}
    before, after = costs(
        opening(client, reverse("console:incidents")),
        lambda: file_incident(mark, user=mark.application.created_by, facts=more),
    )
    assert before == after
