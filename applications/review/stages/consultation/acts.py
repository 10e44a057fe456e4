"""What is done with 征求意见: asking, answering, silence, and what follows when all have answered or time is over."""

import logging
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from applications.cases.filings.submission import refresh_due
from applications.cases.models.application import Application
from applications.cases.models.targets import passing_verb
from applications.cases.rules.independence import independence_problems
from applications.cases.stages.clock import allowed_days
from applications.cases.stages.stage import stage
from applications.review.stages.consultation import messages
from applications.review.stages.consultation.invited.departments import departments_of, directory, people_of
from applications.review.stages.consultation.models import Consultation, ConsultationAnswer
from applications.review.stages.consultation.standing import DAYS, KEY, asked, waited_for, with_opinion
from tianfu.accounts.models import Organisation
from tianfu.files.kinds import Kind
from tianfu.ledger.audit.records import record
from tianfu.text.moments import full_day, long_day, numeric_moment
from tianfu.workflow import clock
from tianfu.workflow.calendar.due import due_date
from tianfu.workflow.door import SYSTEM, NotPossible, Refused, advance, lock
from tianfu.workflow.policies.uploads import take_all
from tianfu.workflow.signatures.officer import check_officer, taken_up
from tianfu.workflow.signatures.shown import Shown, refuse_changed

log = logging.getLogger(__name__)
KINDS = (Kind.PDF, Kind.JPEG, Kind.PNG, Kind.XLSX, Kind.DOCX)
PURPOSE = "consultation"
MOST_FILES = 10
_OUTCOME = Consultation.Outcome


# ---- asking
@transaction.atomic
def ask(
    application: Application, *, user: Any, seen: int, departments: Collection[int], question: str
) -> list[Consultation]:
    """The officer of the stage asks these departments (keys); each has its own time from today on. All or none.

    `seen`: the revision the page showed. Raises ValidationError at the field that is wrong.
    """
    room = stage(KEY)
    refusal = f"{room.label}由运营机构经办人发出。"
    locked = taken_up(application, user, seen=seen, may=room.may_first, refusal=refusal)
    if locked.state != KEY:
        raise NotPossible([f"该件不在{room.label}环节，不能征求意见。"])
    chosen = list(directory(locked).filter(pk__in=departments))
    errors = {"departments": _directory_problems(locked, departments, chosen)}
    if not question.strip():
        errors["question"] = ["请写明征求意见的事项。"]
    if any(errors.values()):
        raise ValidationError({name: problems for name, problems in errors.items() if problems})
    rows = [_ask_one(locked, department, user, question.strip()) for department in chosen]
    refresh_due(locked)
    return rows


def _directory_problems(application: Application, keys: Collection[int], chosen: list[Organisation]) -> list[str]:
    if not keys:
        return ["请至少选择一个部门。"]
    if len(chosen) < len(set(keys)):
        return ["所选部门不在部门名录中，请重新选择。"]
    before = {row.department_id: row for row in asked(application)}
    problems = [
        f"“{one}”已于 {full_day(before[one.pk].asked_at)}征求过意见，不能重复征求。"
        for one in chosen
        if one.pk in before
    ]
    unmanned = [one for one in chosen if one.pk not in before and not people_of(one)]
    return problems + [f"“{one}”没有可以答复的联络人，请先由系统管理员安排，或者取消勾选。" for one in unmanned]


def _ask_one(application: Application, department: Organisation, user: Any, question: str) -> Consultation:
    now = clock.now()
    days = allowed_days(application, DAYS, clock.in_beijing(now))
    due = due_date(now, days).date
    assert due is not None  # nothing pauses it
    row = Consultation.objects.create(
        application=application,
        department=department,
        question=question,
        asked_by=user,
        asked_at=now,
        days=days,
        due_on=due,
    )
    record("consultation.ask", actor=user, subject=row, data={"department": department.name, "due": due.isoformat()})
    messages.tell_asked(row)
    return row


# ---- answering
def question_shown(row: Consultation) -> dict[str, Any]:
    """What the department's page shows of question and case, for `tianfu.workflow.signatures.shown`."""
    application = row.application
    product, filing = application.product_version, application.filings.order_by("version").last()
    return {
        "征求意见的事项": row.question,
        "答复期限": row.due_on.isoformat(),
        "申报企业": f"{application.enterprise.organisation.name} {application.enterprise.uscc}",
        "产品（服务）": f"{product.name} {product.models_text}".strip(),
        "执行标准": f"{product.standard_number} {product.standard_title}",
        "申报存证": filing.sha256 if filing is not None else "",
    }


def answer_problems(row: Consultation, user: Any) -> list[str]:
    """Why the department may not answer (any more); empty = it may."""
    if row.outcome in (_OUTCOME.AGREED, _OUTCOME.OPINION):
        return [f"本部门已于 {numeric_moment(row.answer.answered_at)} 答复，不能再次答复。"]
    if row.outcome == _OUTCOME.CALLED_OFF:
        return ["该件已离开征求部门意见环节，不需要再答复。"]
    if row.closed_at is not None or clock.today() > row.due_on:
        return [f"答复期限（{long_day(row.due_on)}）已经届满，逾期未回复视为无异议，不能再答复。"]
    return independence_problems(row.application, user, second=False)


@transaction.atomic
def answer(
    row: Consultation, *, user: Any, outcome: str, text: str, uploads: Sequence[UploadedFile] = (), shown: Shown
) -> ConsultationAnswer:
    """The department's answer with its files; all or nothing, and once. The last one lets the case go on.

    `shown`: the stamp of the page on which question and case were read.
    """
    application = lock(row.application)
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("department")
    fresh = rows.get(pk=row.pk)
    fresh.application = application
    check_officer(user, fresh.department_id in departments_of(user), "只有被征求意见部门的联络人可以答复。")
    if problems := answer_problems(fresh, user):
        raise NotPossible(problems)
    refuse_changed(shown, question_shown(fresh))
    _refuse_incomplete(outcome, text, uploads)
    given = ConsultationAnswer.objects.create(
        consultation=fresh, text=text.strip(), answered_by=user, answered_at=clock.now()
    )
    files = take_all(uploads, application.programme_slug, kinds=KINDS, user=user, purpose=PURPOSE)
    for file in files:
        given.files.create(file=file)
    _close(fresh, outcome)
    data = {"outcome": outcome, "files": [file.sha256 for file in files]}
    record("consultation.answer", actor=user, subject=fresh, reason=text, data=data)
    messages.tell_answered(fresh, given)
    settle(application)
    return given


def _refuse_incomplete(outcome: str, text: str, uploads: Sequence[UploadedFile]) -> None:
    if outcome not in (_OUTCOME.AGREED, _OUTCOME.OPINION):
        raise ValidationError({"outcome": ["请选择同意或者有意见。"]})
    if outcome == _OUTCOME.OPINION and not text.strip():
        raise ValidationError({"text": ["选择“有意见”的，请写明意见和理由。"]})
    if len(uploads) > MOST_FILES:
        raise ValidationError({"files": [f"一次最多上传 {MOST_FILES} 个文件，请合并后提交。"]})


def _close(row: Consultation, outcome: str) -> None:
    row.outcome, row.closed_at = outcome, clock.now()
    row.save(update_fields=["outcome", "closed_at"])


# ---- what follows
def silence(application: Application, today: date) -> None:
    """Close what was not answered in time as 无异议, and let follow what follows."""
    for row in asked(application):
        if row.closed_at is None and row.due_on < today:
            _close(row, _OUTCOME.SILENT)
            record("consultation.silent", actor=None, subject=row, reason=_OUTCOME.SILENT.label)
    settle(application)


def settle(application: Application) -> bool:
    """When all have answered or let it pass: without an opinion the case goes on, with one its desk is told to decide.

    Returns whether it went on. Within the caller's transaction, in which the case is locked.
    """
    refresh_due(application)
    rows = asked(application)
    if not rows or any(row.closed_at is None for row in rows):
        return False
    if with_opinion(rows):
        messages.tell_decision(application, rows)
        return False
    try:
        note = "有关部门均无异议"
        advance(application, passing_verb(application), actor=SYSTEM, seen=application.revision, note=note)
    except Refused as refusal:
        log.info("application %s stays at consultation: %s", application.pk, refusal)
        return False
    return True


def call_off(application: Application, change: Any) -> None:
    """The case leaves: nobody need answer any more, and whoever was asked and did not is told."""
    today = clock.in_beijing(change.at)
    rows = asked(application)
    waiting = waited_for(rows, today)
    for row in rows:
        if row.closed_at is None:
            row.outcome = _OUTCOME.CALLED_OFF if row in waiting else _OUTCOME.SILENT
            row.closed_at = change.at
        row.left_at = change.at
        row.save(update_fields=["outcome", "closed_at", "left_at"])
    for row in waiting:
        record("consultation.call_off", actor=None, subject=row, reason=_OUTCOME.CALLED_OFF.label)
        messages.tell_called_off(row)
