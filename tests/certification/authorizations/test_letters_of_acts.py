"""Every act of the operator on what a holder has or files ends in a letter: numbered, kept with the case, read by both."""

import pytest
from django.urls import reverse

from applications.models import CasePaper
from applications.papers.wording import WORDING
from certification.authorizations.sanctions.acts import confirm, propose
from certification.authorizations.states import Act, Cause
from certification.authorizations.suspensions.restorations.acts import file_restoration
from certification.changes.cancellations.acts import ask_cancellation, hand_back
from certification.changes.requests.acts import file_request
from certification.changes.requests.decisions import hand_back as hand_change_back
from certification.duties.incidents.acts import acknowledge, file_incident
from certification.duties.reports.decisions import accept_report, send_back
from certification.duties.usages.acts import approve, revoke
from certification.duties.usages.acts import hand_back as hand_usage_back
from certification.models import (
    AnnualReport,
    Authorization,
    ChangeRequest,
    Incident,
    MarkUsage,
    Replacement,
    Restoration,
    Succession,
)
from tests import make
from tests.certification.authorizations.conftest import act  # noqa: F401
from tests.certification.changes.test_successions import ask as ask_succession
from tests.certification.changes.test_successions import heir  # noqa: F401
from tests.certification.duties.conftest import filed, sign, signed_in, written  # noqa: F401
from tests.certification.duties.test_incidents import FACTS
from tests.certification.duties.usages.make import usage
from tests.door.tables import path_of, verbs_of
from tianfu.workflow.jobs import enqueue, run_due
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
K = CasePaper.Kind
# What the operator may do (tests/door/tables) → its letter. What a letter of another act says needs none of its own.
LETTERS = {
    Authorization: {
        "suspend": K.SUSPENSION, "reinstate": K.REINSTATEMENT, "withdraw": K.WITHDRAWAL, "cancel": K.CANCELLATION,
        "amend": K.CHANGED, "pass_on": K.SUCCEEDED,
    },
    ChangeRequest: {"accept": K.CHANGED, "refuse": K.CHANGE_REFUSED, "hand_back": K.CHANGE_RETURNED},
    Succession: {"accept": K.SUCCEEDED, "refuse": K.SUCCESSION_REFUSED},
    Restoration: {"grant": K.REINSTATEMENT, "refuse": K.RESTORATION_REFUSED},
    Replacement: {"meet": K.CERTIFICATE_REPLACED},
    AnnualReport: {"accept": K.REPORT_ACCEPTED, "send_back": K.REPORT_RETURNED},
    MarkUsage: {"approve": K.USAGE_REGISTERED, "hand_back": K.USAGE_RETURNED, "revoke": K.USAGE_REVOKED},
    Incident: {"acknowledge": K.INCIDENT_RECEIVED},
}  # fmt: skip


def operators_verbs(model):
    rights = path_of(model).read_text().partition("\n[")[2].partition("\n[")[2] or path_of(model).read_text()
    return {
        verb
        for verb in verbs_of(model)
        for line in rights.splitlines()
        if verb in line.split() and "operator_officer" in line
    }


@pytest.mark.parametrize("model", list(LETTERS), ids=lambda model: model.__name__)
def test_no_act_of_the_operator_is_without_a_letter(model):
    assert operators_verbs(model) == set(LETTERS[model])


def test_every_letter_has_a_word_of_its_own_for_its_number():
    words = [row.word for row in WORDING.values() if row.word]
    assert sorted(words) == sorted(set(words))


@pytest.fixture
def mark(issued, clock):
    row = issued("self_declaration")
    clock.set("2027-02-10")
    return row


def letters(mark):
    """Kind → the letter's data, the newest of each."""
    run_due()
    rows = CasePaper.objects.filter(application=mark.application).select_related("paper")
    return {row.kind: row.paper.data for row in rows.order_by("pk")}


def said(data):
    return "\n".join([*data["paragraphs"], *data["closing"]])


def test_reports_usages_and_incidents_are_answered_by_letter(mark, filed, pair, signed_in):  # noqa: F811
    officer, person = pair[0], mark.application.created_by
    report = filed(mark)
    report = send_back(report, user=officer, seen=report.revision, reason="请换成盖章的报告。")
    sign(report)
    report.refresh_from_db()
    accept_report(report, user=officer, seen=report.revision)
    row = approve(usage(mark, starts_on=mark.starts_on, ends_on=None), user=officer, seen=0, note="位置合适")
    revoke(row, user=officer, seen=row.revision, reason="用于未获授权的型号")
    hand_usage_back(usage(mark, starts_on=mark.starts_on, ends_on=None), user=officer, seen=0, reason="编号看不清")
    incident = acknowledge(
        file_incident(mark, user=person, facts=FACTS), user=officer, seen=0, note="请提交调查结果。{花括号}"
    )
    found = letters(mark)
    assert "需要补正的内容：请换成盖章的报告。" in said(found["report_returned"])
    accepted = found["report_accepted"]
    assert said(accepted).startswith("你单位报送的 2026 年度自查报告，本会审查后予以接受。")
    assert "审查意见" not in said(accepted), "nothing was said, so there is no such paragraph"
    assert "审核意见：位置合适。" in said(found["usage_registered"])
    assert "理由：用于未获授权的型号。" in said(found["usage_revoked"])
    assert found["usage_revoked"]["remedies"] != []
    assert "审核意见：编号看不清。" in said(found["usage_returned"])
    assert ["登记编号", row.number] in [list(pair) for pair in found["usage_registered"]["subject"]]
    assert "核收意见：请提交调查结果。{花括号}。" in said(found["incident_received"])
    numbers = [data["number"] for data in found.values() if "〔2027〕" in data["number"]]
    assert (len(numbers), len(set(numbers))) == (6, 6)
    pages = {
        reverse("portal:annual_report", args=[mark.pk, 2026]): person,
        reverse("portal:usage", args=[row.pk]): person,
        reverse("portal:incident", args=[incident.pk]): person,
        reverse("console:annual_report", args=[report.pk]): officer,
        reverse("console:usage", args=[row.pk]): officer,
        reverse("console:incident", args=[incident.pk]): officer,
    }
    assert [at for at, who in pages.items() if 'id="letters"' not in signed_in(who).get(at).content.decode()] == []


def test_requests_that_are_handed_back_or_refused_are_answered_by_letter(mark, act, pair, signed_in):  # noqa: F811
    officer, person = pair[0], mark.application.created_by
    asked = file_request(
        mark, "models", {"models_text": "E-100、E-200"}, user=person, text="增加型号", uploads=[make.pdf()],
        proof=make.PASSWORD, shown=NO_PAGE,
    )  # fmt: skip
    asked = hand_change_back(asked, user=officer, seen=0, reason="缺检测报告")
    ChangeRequest.objects.filter(pk=asked.pk).update(state="retracted")
    cancellation = ask_cancellation(
        mark, user=person, reason="wish", text="不再需要", proof=make.PASSWORD, shown=NO_PAGE
    )
    hand_back(cancellation, user=officer, reason="检查尚未办结")
    for cause in (Cause.MISUSE, Cause.QUALITY):
        act(mark, Act.SUSPEND, cause, "抽查发现")
    for answer, cause in ((Act.REFUSE, Cause.MISUSE), (Act.REINSTATE, Cause.QUALITY)):
        suspension = mark.suspensions.get(cause=cause, lifted_at=None)
        restoration = file_restoration(suspension, user=person, kind="request", text="已改正", uploads=[make.pdf()])
        mark = Authorization.objects.get(pk=mark.pk)
        proposal = propose(mark, answer, user=officer, seen=mark.revision, reason="核实的情况", restoration=restoration)
        confirm(proposal, user=pair[1], seen=mark.revision, shown=NO_PAGE)
    found = letters(mark)
    assert "需要补正的内容：缺检测报告。" in said(found["change_returned"])
    assert "退回的理由：检查尚未办结。" in said(found["cancel_returned"])
    refused = found["restoration_refused"]
    assert ("因“标识使用不符合规定”暂停提出申请恢复" in said(refused), refused["remedies"] != []) == (True, True)
    lifted = said(found["cause_lifted"])
    assert ("产品质量不符合要求" in lifted, "尚未消除的暂停原因：标识使用不符合规定。" in lifted) == (True, True)
    client = signed_in(person)
    pages = [
        reverse("portal:change_request", args=[asked.pk]),
        reverse("portal:cancellation", args=[cancellation.pk]),
        reverse("portal:restoration", args=[Restoration.objects.get(state="refused").pk]),
    ]
    assert [at for at in pages if 'id="letters"' not in client.get(at).content.decode()] == []


def test_a_letter_wanted_before_all_had_one_job_is_made_as_the_others(mark, heir):  # noqa: F811
    """Parked jobs are tried again long after; what they hold is as it was written then."""
    firm, _ = heir()
    file_request(
        mark, "models", {"models_text": "E-100、E-200"}, user=mark.application.created_by, text="增加型号",
        uploads=[make.pdf()], proof=make.PASSWORD, shown=NO_PAGE,
    )  # fmt: skip
    request = ChangeRequest.objects.get(authorization=mark)
    ChangeRequest.objects.update(state="retracted")
    succession = ask_succession(mark, firm)
    rows = [{"label": "持有人名称", "before": "甲公司", "after": ""}]
    wanted = {"reason": "材料{齐全}。", "to": "甲公司", "number": "川品某〔2026〕9号", "on": "2026-12-01"}
    changed = wanted | {"kind": "changed", "verb": "accept", "request": request.pk}
    passed_on = wanted | {"kind": "succeeded", "verb": "accept", "succession": succession.pk, "rows": rows}
    suspended = wanted | {"authorization": mark.pk, "act": "suspend", "cause": "misuse", "occasion": "7"}
    jobs = {"change_letter": changed, "succession_letter": passed_on, "sanction_letter": suspended}
    for kind, payload in jobs.items():
        enqueue(kind, f"earlier:{kind}", payload)
    found = letters(mark)
    assert {kind: data["number"] for kind, data in found.items() if "某" in data["number"]} == dict.fromkeys(
        ("changed", "succeeded", "suspension"), "川品某〔2026〕9号"
    )
    assert "审查意见：材料{齐全}。" in said(found["changed"])
    assert found["succeeded"]["table"] == [["持有人名称", "甲公司", "无"]]
    assert "请停止不合规的使用并改正" in said(found["suspension"])
