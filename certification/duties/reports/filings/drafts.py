"""The report while its holder writes it: opened for a year with last year's figures, saved, with evidence."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from certification.authorizations.models.authorization import Authorization
from certification.duties.reports.models import figures
from certification.duties.reports.models.annual_report import AnnualReport, ReportFile
from certification.duties.reports.term.years import last_day, longest_wait, opening_problems, window_of
from tianfu.files.kinds import Kind
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible, lock
from tianfu.workflow.policies.uploads import take_all
from tianfu.workflow.signatures.member import check_member
from tianfu.workflow.signatures.shown import Shown, refuse_changed

KINDS = (Kind.PDF, Kind.JPEG, Kind.PNG, Kind.XLSX, Kind.DOCX)
PURPOSE = "annual_report"
_EDITORS = "您只有查看权限。需要填写年度自查报告的，请联系企业管理员。"


def open_report(authorization: Authorization, year: int, day: date) -> AnnualReport:
    """The one for `year`, made when there is none yet. Raises NotPossible before its window and for a mark that owes
    none."""
    standing = AnnualReport.objects.filter(authorization=authorization, year=year).first()
    if standing is not None:
        return standing
    if problems := opening_problems(authorization, year, day):
        raise NotPossible(problems)
    slug = authorization.programme_slug
    last_on = last_day(authorization, window_of(year, slug, day), day)
    report = AnnualReport(
        authorization=authorization,
        year=year,
        opened_on=day,
        due_on=last_on,
        last_on=last_on,
        propose_from=last_on + timedelta(days=longest_wait(slug, day) + 1),
    )
    last = report.last_year()
    for name in figures.CARRIED if last is not None else ():
        setattr(report, name, getattr(last, name))
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError:  # somebody opened it at the same moment
        return AnnualReport.objects.get(authorization=authorization, year=year)
    return report


def draft_facts(report: AnnualReport) -> dict[str, Any]:
    """What the page of the draft, and the page of the signature, showed."""
    files = report.files.filter(removed_at=None).select_related("file")
    return {**figures.in_words(report), "证明材料": [f"{row.file.name} {row.file.sha256}" for row in files]}


def save_draft(
    report: AnnualReport,
    *,
    user: Any,
    values: Mapping[str, Any],
    uploads: Sequence[UploadedFile] = (),
    shown: Shown,
) -> AnnualReport:
    """What was written so far; gaps are allowed, what cannot be is not. Raises Changed when a colleague saved meanwhile,
    ValidationError for a file."""
    with transaction.atomic():
        locked = _editable(report, user)
        refuse_changed(shown, draft_facts(locked))
        if problems := figures.impossible(values):
            raise NotPossible(list(problems.values()))
        for name in figures.FIELDS:
            setattr(locked, name, values.get(name, getattr(locked, name)))
        locked.save(update_fields=figures.FIELDS)
        slug = locked.authorization.programme_slug
        for stored in take_all(uploads, slug, kinds=KINDS, user=user, purpose=PURPOSE):
            ReportFile.objects.create(report=locked, file=stored)
            record("annual_report.add_file", actor=user, subject=locked, data={"file": stored.name})
    return locked


def take_out(report: AnnualReport, *, user: Any, file: int) -> None:
    """A file that stays with the filings that name it, and is not part of the next."""
    with transaction.atomic():
        locked = _editable(report, user)
        row = locked.files.filter(pk=file, removed_at=None).select_related("file").first()
        if row is None:
            raise NotPossible(["该文件已经移除。"])
        row.removed_at = clock.now()
        row.save(update_fields=["removed_at"])
        record("annual_report.remove_file", actor=user, subject=locked, data={"file": row.file.name})


def _editable(report: AnnualReport, user: Any) -> AnnualReport:
    locked = lock(report)
    check_member(user, locked.authorization.enterprise.organisation, "edit", _EDITORS)
    if not locked.editable:
        raise NotPossible([f"报告{locked.get_state_display()}，不能再修改。"])
    return locked
