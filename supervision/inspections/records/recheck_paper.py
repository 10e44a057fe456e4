"""核实记录表 and 整改复查记录表: made once when two inspectors have signed; kept as papers, never public."""

from typing import Any

from supervision.inspections.models import InspectionTask, Recheck, RecheckPaper
from supervision.inspections.records.paper import brand_of, number_of, public_url, signature_drawing, unit_of
from supervision.inspections.records.paper_kinds import RECHECK, REINSPECTION
from supervision.inspections.records.recheck_shape import RecheckRecord
from supervision.inspections.records.recheck_signatures import PAPER_JOB, answer_lines, passed_words, signing_words
from supervision.inspections.records.shape import Signed
from supervision.inspections.rules import TWO
from supervision.inspections.states import Answer, RecheckAct
from tianfu.ledger.canonical import canonical, sha256_hex
from tianfu.papers.snapshots import issue_paper
from tianfu.text.moments import formal_day
from tianfu.workflow import clock
from tianfu.workflow.jobs import crash_point, handler
from tianfu.workflow.models import Job

RECHECK_PURPOSE = "recheck_record"


@handler(PAPER_JOB, label="制作核实和复查记录表")
def make_recheck_paper(job: Job) -> None:
    """Once: a second run finds it made."""
    related = ("subject__plan", "subject__pick", "subject__object", "subject__record", "first_by", "second_by")
    row = Recheck.objects.select_related(*related).get(pk=job.payload["recheck"])
    if RecheckPaper.objects.filter(recheck=row).exists():
        return
    sheet, kind = recheck_sheet(row), RECHECK if row.act == RecheckAct.RECHECK else REINSPECTION
    paper = issue_paper(
        kind.key, sheet.template, sheet, name=f"{kind.label}-{sheet.number}.pdf", purpose=RECHECK_PURPOSE, key=job.key
    )
    crash_point(PAPER_JOB)
    RecheckPaper.objects.get_or_create(recheck=row, defaults={"paper": paper, "created_at": clock.now()})


def recheck_sheet(row: Recheck) -> RecheckRecord:
    """What both signed, with what led to it."""
    task, again = row.subject, row.act == RecheckAct.REINSPECT
    answers = [] if again else _answers(task, row)
    facts = _facts(task, row)
    outcome = passed_words(row) if again else ""
    stated = {"facts": [list(one) for one in facts], "answers": answers, "outcome": outcome, "text": row.first_note}
    if row.signing:
        stated["inspected"] = signing_words(row)
    return RecheckRecord(
        number=f"{number_of(task)}-{'FC' if again else 'HS'}{_place(row)}",
        made_at=clock.now(),
        programme=brand_of(task),
        issuer=unit_of(task),
        kind_label=(REINSPECTION if again else RECHECK).label,
        facts=facts,
        cause=_ordered(task, row) if again else _returned(task, row),
        answers=answers,
        outcome=outcome,
        text=row.first_note,
        inspectors=_inspectors(row),
        **_inspected_side(row),
        clause=TWO,
        record_sha256=sha256_hex(canonical(stated)),
        verify_url=public_url(task),
    )


def _place(row: Recheck) -> int:
    """Which of its kind it is among those that count."""
    return int(row.subject.rechecks.in_force().filter(act=row.act, pk__lte=row.pk).count())


def _facts(task: InspectionTask, row: Recheck) -> list[tuple[str, str]]:
    word, visited = row.get_act_display(), task.visited_on
    return [
        ("检查对象", f"{task.object.name}（{task.object.code}）"),
        ("持有人", task.object.holder_name or task.object.name),
        ("统一社会信用代码", task.object.uscc or "未登记"),
        ("检查来源", str(task)),
        ("检查日期", formal_day(visited) if visited is not None else ""),
        (f"{word}日期", formal_day(row.checked_on)),
    ]


def _answers(task: InspectionTask, row: Recheck) -> list[list[str]]:
    words, filed = dict(Answer.choices), task.record.answers
    first = {item.name: filed.get(str(item.pk), {}).get("answer", "") for item in task.items.order_by("code")}
    return [[name, str(words.get(first[name], "")), answer, note] for name, answer, note in answer_lines(task, row)]


def _returned(task: InspectionTask, row: Recheck) -> list[tuple[str, str]]:
    """The return or the objection that was right, by which the check came back to its team."""
    back = task.changes.filter(transition__in=("send_back", "uphold"), revision__lte=row.round).last()
    if back is None:
        return []
    if back.transition == "send_back":
        return [("结论被退回", back.note)]
    objection = task.objections.filter(upheld=True, decided_at__lte=row.first_at).last()
    return [] if objection is None else [("被检查方的异议", objection.text), ("异议成立", objection.answer)]


def _ordered(task: InspectionTask, row: Recheck) -> list[tuple[str, str]]:
    """What was to be put right, and what the inspected side reported of it."""
    limit = f"整改期限：{formal_day(task.rectify_by)}" if task.rectify_by is not None else ""
    found = task.findings.filter(taken_back_at=None).select_related("item").order_by("pk")
    lines = "\n".join(f"{one.item.name}：{one.text}" for one in found)
    report = task.reports.filter(filed_at__lte=row.first_at).last()
    told = [] if report is None else [("整改报告", report.text)]
    return [("责令改正的问题", "\n".join(part for part in (lines, limit) if part)), *told]


def _inspectors(row: Recheck) -> list[Signed]:
    acts = ((row.first_by, "登记记录并签名", row.first_at), (row.second_by, "通读记录并签名", row.second_at))
    return [_signed(row.subject, user, act, at) for user, act, at in acts if user is not None]


def _inspected_side(row: Recheck) -> dict[str, str]:
    if row.signature is None:
        return {"unsigned": f"{row.get_signing_display()}。{row.unsigned_reason}" if row.signing else ""}
    return {
        "signatory": row.signatory,
        "signature_svg": signature_drawing(row.signature),
        "signature_sha256": row.signature.sha256,
    }


def _signed(task: InspectionTask, user: Any, act: str, at: Any) -> Signed:
    """By name and certificate, as the directory has the member of the team whose account signed."""
    person = task.members.select_related("inspector").filter(inspector__user=user).latest("pk").inspector
    return Signed(name=person.name, number=person.number, act=act, at=at)
