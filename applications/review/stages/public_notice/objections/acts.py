"""What is done with an objection, act by act. Each locks the case, checks who may, writes, records and tells."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from applications.cases.filings.submission import refresh_due
from applications.cases.models.application import Application
from applications.cases.stages.stage import stage
from applications.cases.states import LIVE, ApplicationState
from applications.form.rows import upload
from applications.review.stages.public_notice.models import Objection, ObjectionAnswer, PublicNotice
from applications.review.stages.public_notice.objections import messages
from applications.review.stages.public_notice.objections.limits import answer_due, answer_over
from applications.review.stages.public_notice.objections.redaction import disclosures
from applications.review.stages.public_notice.publication import write_end
from tianfu.ledger.audit.records import record
from tianfu.text.moments import long_day
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible, lock
from tianfu.workflow.signatures.member import check_member
from tianfu.workflow.signatures.officer import check_officer
from tianfu.workflow.signatures.shown import Shown, refuse_changed

MOST_FILES = 10
_HANDLERS = "登记和核查异议由运营机构经办人办理。"


def may_handle(application: Application, user: Any) -> bool:
    """Officers of the desk that publishes notices."""
    return stage(ApplicationState.PUBLIC_NOTICE).may_work(application, user)


def knows_objector(application: Application, user: Any) -> bool:
    """Whether the desk of this person acts on objections, at whatever stage the case is now: who wrote it is told to
    nobody else, staff included."""
    room = stage(ApplicationState.PUBLIC_NOTICE)
    return any(
        user.has_role(role, application.region_id, application.programme_slug)
        for role in room.roles + room.second_roles
    )


def _locked(objection: Objection, user: Any) -> tuple[Application, Objection]:
    application = lock(objection.notice.application)
    fresh = Objection.objects.select_for_update(of=("self",)).select_related("notice").get(pk=objection.pk)
    _refuse_handling(application, fresh, user)
    return application, fresh


def _refuse_handling(application: Application, objection: Objection, user: Any) -> None:
    check_officer(user, may_handle(application, user), _HANDLERS)
    if objection.closed_at is not None:
        raise NotPossible(["该异议已办结。"])


def publication_runs(application: Application, objection: Objection) -> bool:
    """Is the publication this objection stopped still the one that counts?"""
    return application.state == ApplicationState.PUBLIC_NOTICE and objection.notice.closed_at is None


def _follow(application: Application, objection: Objection) -> None:
    """The dates of a running publication; those of one that is over stay what they were."""
    if not publication_runs(application, objection):
        return
    if objection.outcome == Objection.Outcome.UPHELD:
        # What was upheld ends the publication; the clock of the decision runs from now on.
        PublicNotice.objects.filter(pk=objection.notice_id).update(closed_at=objection.closed_at)
    else:
        write_end(application, objection.notice)
    refresh_due(application)


@transaction.atomic
def record_objection(
    application: Application, *, user: Any, source: str, objector: str, contact: str, text: str, summary: str = ""
) -> Objection:
    """An officer records an objection; the notice's clock stands still until it is closed."""
    locked = lock(application)
    if locked.state != ApplicationState.PUBLIC_NOTICE:
        raise NotPossible(["该件不在公示期，不能登记公示异议。"])
    if locked.notice.closed_at is not None:
        raise NotPossible(["公示已因异议成立而终止，不能再登记异议。"])
    check_officer(user, may_handle(locked, user), _HANDLERS)
    objection = Objection(
        notice=locked.notice,
        source=source,
        objector=objector.strip(),
        contact=contact.strip(),
        text=text.strip(),
        recorded_by=user,
        recorded_at=clock.now(),
    )
    objection.full_clean(exclude=["notice"])
    objection.save()
    record("objection.record", actor=user, subject=objection)
    _follow(locked, objection)
    if summary.strip():
        write_summary(objection, user=user, text=summary)
    return objection


@transaction.atomic
def write_summary(objection: Objection, *, user: Any, text: str) -> Objection:
    """The redacted summary for the applicant; it goes nowhere until a second person has checked it."""
    _, fresh = _locked(objection, user)
    if fresh.summary_checked_at is not None:
        raise NotPossible(["摘要已核对并告知企业，不能再改。"])
    problems = disclosures(fresh, text) if text.strip() else ["请写明异议针对什么、依据是什么，不写异议人。"]
    if problems:
        raise ValidationError({"summary": problems})
    fresh.summary, fresh.summary_by, fresh.summary_at, fresh.summary_note = text.strip(), user, clock.now(), ""
    fresh.full_clean(exclude=["notice"])
    fresh.save(update_fields=["summary", "summary_by", "summary_at", "summary_note"])
    record("objection.summarise", actor=user, subject=fresh, data={"summary": fresh.summary})
    messages.tell_summary_to_check(fresh)
    return fresh


def summary_shown(objection: Objection) -> dict[str, Any]:
    """What the second person reads before the summary goes out."""
    return {"异议内容": objection.text, "告知企业的摘要": objection.summary}


def refuse_checking(application: Application, objection: Objection, *, user: Any, shown: Shown) -> None:
    """Raise what keeps this person from being the second under the summary, as the page stamped `shown` had it."""
    _refuse_handling(application, objection, user)
    if not objection.summary or objection.summary_checked_at is not None:
        raise NotPossible(["没有待核对的摘要。"])
    if objection.summary_by_id == user.pk:
        raise NotPossible(["摘要由您拟写，须由另一人核对。"])
    refuse_changed(shown, summary_shown(objection))


@transaction.atomic
def check_summary(objection: Objection, *, user: Any, approve: bool, note: str = "", shown: Shown) -> Objection:
    """The second person lets the summary go to the applicant, or hands it back with what is wrong with it."""
    application, fresh = _locked(objection, user)
    refuse_checking(application, fresh, user=user, shown=shown)
    if not approve:
        if not note.strip():
            raise ValidationError({"note": ["请写明摘要需要怎样修改。"]})
        record("objection.summary_return", actor=user, subject=fresh, reason=note, data={"summary": fresh.summary})
        fresh.summary, fresh.summary_by, fresh.summary_at = "", None, None
        fresh.summary_note = note.strip()
        fresh.save(update_fields=["summary", "summary_by", "summary_at", "summary_note"])
        return fresh
    fresh.summary_checked_by, fresh.summary_checked_at = user, clock.now()
    fresh.save(update_fields=["summary_checked_by", "summary_checked_at"])
    record("objection.summary_check", actor=user, subject=fresh)
    messages.tell_enterprise(fresh)
    return fresh


@transaction.atomic
def answer_objection(
    objection: Objection, *, user: Any, text: str, uploads: Sequence[UploadedFile] = ()
) -> ObjectionAnswer:
    """企业陈述 with its files; all or nothing. Further ones may follow until the objection is closed."""
    application = lock(objection.notice.application)
    check_member(user, application.enterprise.organisation, "edit", "您只有查看权限。需要陈述请联系企业管理员。")
    fresh = Objection.objects.select_for_update(of=("self",)).select_related("notice").get(pk=objection.pk)
    if fresh.closed_at is not None or fresh.summary_checked_at is None or application.state not in LIVE:
        raise NotPossible(["该异议已办结或者尚未告知，现在不能陈述。"])
    if not text.strip():
        raise ValidationError({"text": ["请写明对异议的说明。"]})
    if len(uploads) > MOST_FILES:
        raise ValidationError({"files": [f"一次最多上传 {MOST_FILES} 个文件，请分次提交。"]})
    answer = fresh.answers.create(text=text.strip(), answered_by=user, answered_at=clock.now())
    try:
        stored = [upload(application, one, user=user) for one in uploads]
    except ValidationError as error:
        raise ValidationError({"files": error.messages}) from error
    for file in stored:
        answer.files.create(file=file)
    record("objection.answer", actor=user, subject=fresh, data={"files": [file.sha256 for file in stored]})
    messages.tell_answered(fresh, answer)
    return answer


def finding_shown(objection: Objection) -> dict[str, Any]:
    """What whoever closes it has read: the objection and every answer."""
    rows = {f"企业陈述 {n}": row.text for n, row in enumerate(objection.answers.all(), start=1)}
    return {"异议内容": objection.text, **rows}


def refuse_closing(
    application: Application, objection: Objection, *, user: Any, outcome: str, finding: str, shown: Shown
) -> None:
    """Raise what keeps this person from closing it so, on what the page stamped `shown` had."""
    _refuse_handling(application, objection, user)
    if objection.recorded_by_id == user.pk:
        raise NotPossible(["该异议由您登记，须由另一人核查办结。"])
    refuse_changed(shown, finding_shown(objection))
    _refuse_early(application, objection, outcome)
    if outcome not in Objection.Outcome.values:
        raise ValidationError({"outcome": ["请选择结论。"]})
    problems = disclosures(objection, finding) if finding.strip() else ["请写明核查情况，企业会看到。"]
    if problems:
        raise ValidationError({"finding": problems})


@transaction.atomic
def close_objection(objection: Objection, *, user: Any, outcome: str, finding: str, shown: Shown) -> Objection:
    """核查结论, by another person than its recorder. Dismissed: the clock runs on. Upheld: a decision is due."""
    application, fresh = _locked(objection, user)
    refuse_closing(application, fresh, user=user, outcome=outcome, finding=finding, shown=shown)
    fresh.outcome, fresh.finding, fresh.closed_by, fresh.closed_at = outcome, finding.strip(), user, clock.now()
    fresh.save(update_fields=["outcome", "finding", "closed_by", "closed_at"])
    record("objection.close", actor=user, subject=fresh, reason=finding, data={"outcome": str(outcome)})
    running = publication_runs(application, fresh)
    _follow(application, fresh)
    messages.tell_closed(fresh, application, running=running)
    return fresh


def _refuse_early(application: Application, objection: Objection, outcome: str) -> None:
    """The applicant is heard first: no finding before he was told, none against him before his time is over."""
    if application.state not in LIVE:
        return
    if objection.summary_checked_at is None:
        raise NotPossible(["请先拟写摘要，经另一人核对并告知企业后再办结。"])
    if outcome == Objection.Outcome.UPHELD and not answer_over(objection, clock.today()):
        due = answer_due(objection)
        until = f"（{long_day(due.date)}）" if due and due.date else ""
        raise NotPossible([f"企业尚未陈述，陈述期限{until}届满前不能认定异议成立。"])
