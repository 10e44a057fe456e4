"""整改: reported by the inspected side, accepted or returned by the team or an organiser, reminded of before its limit."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from supervision.inspections.holder import holder_of
from supervision.inspections.messages import (
    tell_of_answer,
    tell_of_limit,
    tell_of_missed_limit,
    tell_of_report,
)
from supervision.inspections.models import InspectionTask, RectificationFile, RectificationReport
from supervision.inspections.rules import in_team, oversees
from supervision.inspections.states import TaskState
from tianfu.accounts.access.separation import staff_problems
from tianfu.files.kinds import Kind
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import add_working_days
from tianfu.workflow.door import NotAllowed, NotPossible, lock
from tianfu.workflow.policies.uploads import take_all
from tianfu.workflow.policies.values import policy
from tianfu.workflow.rounds import each
from tianfu.workflow.signatures.member import check_member
from tianfu.workflow.signatures.shown import Shown, refuse_changed

KINDS = (Kind.PDF, Kind.JPEG, Kind.PNG, Kind.XLSX, Kind.DOCX)
PURPOSE = "rectification"
LONGEST, MOST = 4000, 20


def order_facts(task: InspectionTask) -> dict[str, Any]:
    """What was ordered, as the page shows it to whom reports, for `tianfu.workflow.signatures.shown`."""
    found = task.findings.filter(taken_back_at=None).select_related("item").order_by("pk")
    last = task.reports.last()
    return {
        "检查结果": task.get_word_display(),
        "情况说明": task.explanation,
        "整改期限": task.rectify_by,
        "发现的问题": [[row.item.name, row.text] for row in found],
        "上次报告的答复": "" if last is None else last.answer,
    }


def reporting_problems(task: InspectionTask) -> list[str]:
    """Why no report can be filed now."""
    if task.state != TaskState.RECTIFYING:
        return ["现在没有需要报告的整改。"]
    last = task.reports.last()
    if last is None or last.accepted is False:
        return []
    return ["整改报告已经接受，等待复查。" if last.accepted else "整改报告已提交，正在审阅；被退回后可以再次提交。"]


def _standing() -> QuerySet[RectificationReport]:
    """The report of the outer task that waits to be read or was accepted."""
    return RectificationReport.objects.filter(task=OuterRef("pk")).exclude(accepted=False)


def with_report(rows: QuerySet[InspectionTask]) -> QuerySet[Any]:
    """With `report`: the key of a report that waits to be read, and `again_by`: the last day of an ordered reinspection."""
    return rows.annotate(
        report=Subquery(_standing().filter(accepted=None).values("pk")[:1]),
        again_by=Subquery(_standing().filter(accepted=True).values("reinspect_by")[:1]),
    )


def to_report(rows: QuerySet[InspectionTask]) -> QuerySet[InspectionTask]:
    """Those of `rows` that wait for a report of the inspected side, before or after the limit."""
    return rows.filter(~Exists(_standing()), state=TaskState.RECTIFYING)


def unreported(day: date) -> Q:
    """The limit had passed by `day` without a report that stands."""
    return Q(~Exists(_standing()), state=TaskState.RECTIFYING, rectify_by__lt=day)


def late(rows: QuerySet[InspectionTask]) -> QuerySet[Any]:
    """整改逾期 among `rows`: past the limit without a report that stands, or past the day of an ordered reinspection.

    While a report waits to be read, the other side is not late.
    """
    again = Q(state=TaskState.RECTIFYING, again_by__lt=clock.today())
    return with_report(rows).filter(unreported(clock.today()) | again).order_by("rectify_by", "pk")


def unread_reports(rows: QuerySet[InspectionTask]) -> QuerySet[Any]:
    """Past the limit among `rows` with a report that nobody has answered, filed at `report_at`; the oldest report first."""
    at = Subquery(_standing().filter(accepted=None).values("filed_at")[:1])
    found = with_report(rows).filter(report__isnull=False, state=TaskState.RECTIFYING, rectify_by__lt=clock.today())
    return found.annotate(report_at=at).order_by("report_at", "pk")


def is_unreported(task: InspectionTask) -> bool:
    """As the inspected side is told."""
    return InspectionTask.objects.filter(unreported(clock.today()), pk=task.pk).exists()


def is_late(task: InspectionTask) -> bool:
    return late(InspectionTask.objects.filter(pk=task.pk)).exists()


def file_report(
    task: InspectionTask, *, user: Any, text: str, uploads: Sequence[UploadedFile] = (), shown: Shown
) -> RectificationReport:
    """By a member of the inspected side with the right to sign, upon the order that the page stamped `shown` showed.

    Raises NotAllowed, NotPossible, Changed; ValidationError for a file, and then nothing is kept.
    """
    with transaction.atomic():
        locked = lock(task)
        holder = holder_of(locked)
        if holder is None:
            raise NotAllowed("整改报告由被检查单位的成员提交。")
        check_member(user, holder, "sign", "整改报告由有签署权限的成员提交。请联系管理员授予，或由有权限的成员办理。")
        problems = reporting_problems(locked)
        if not text.strip():
            problems.append("请写明整改情况：采取了什么措施、何时完成。")
        if len(text) > LONGEST:
            problems.append(f"整改情况不超过 {LONGEST} 字，请精简，或作为附件上传。")
        if not uploads:
            problems.append("请至少上传一份证明材料，例如整改后的照片、检测报告。")
        if len(uploads) > MOST:
            problems.append(f"证明材料最多 {MOST} 份，请合并后上传。")
        if problems:
            raise NotPossible(problems)
        refuse_changed(shown, order_facts(locked))
        try:
            with transaction.atomic():
                report = RectificationReport.objects.create(
                    task=locked, text=text.strip(), filed_by=user, filed_at=clock.now()
                )
        except IntegrityError as error:
            raise NotPossible(["整改报告已提交，正在审阅。"]) from error
        for stored in take_all(uploads, kinds=KINDS, user=user, purpose=PURPOSE):
            RectificationFile.objects.create(report=report, file=stored)
        record("inspectiontask.rectification_filed", actor=user, subject=locked, data={"report": report.pk})
        tell_of_report(locked, report.pk)
    return report


def report_facts(report: RectificationReport) -> Mapping[str, Any]:
    """What the reader of the report has before him, for `tianfu.workflow.signatures.shown`."""
    return {
        "整改情况": report.text,
        "证明材料": list(report.files.order_by("pk").values_list("file__sha256", flat=True)),
    }


def answer_report(
    report: RectificationReport, *, user: Any, accept: bool, answer: str, shown: Shown
) -> RectificationReport:
    """By one of the team or an organiser. Accepted: a reinspection is ordered, with its last day; returned: with a reason."""
    with transaction.atomic():
        task = lock(report.task)
        fresh = RectificationReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
        if not in_team(task, user) and not oversees(task, user):
            raise NotAllowed("整改报告由检查组或抽查组织人审阅。")
        problems = staff_problems(user)
        if fresh.answered_at is not None or task.state != TaskState.RECTIFYING:
            problems.append("该报告已经审阅，或整改已经复查。")
        if not accept and not answer.strip():
            problems.append("退回的须写明理由：理由会告知被检查对象。")
        if problems:
            raise NotPossible(problems)
        refuse_changed(shown, report_facts(fresh))
        fresh.accepted, fresh.answer = accept, answer.strip()
        fresh.answered_by, fresh.answered_at = user, clock.now()
        if accept:
            days = int(policy("inspection.reinspection_days"))
            fresh.reinspect_by = add_working_days(clock.today(), days).date
        fresh.save()
        verb = "accepted" if accept else "returned"
        record(f"inspectiontask.rectification_{verb}", actor=user, subject=task, reason=answer)
        tell_of_answer(task, fresh)
    return fresh


def remind_of_limits(day: date) -> int:
    """The inspected side before and on the last day, both sides once it has passed without a report; each once."""
    rows = InspectionTask.objects.filter(~Exists(_standing()), state=TaskState.RECTIFYING, rectify_by__isnull=False)
    related = ("plan", "pick", "object__authorization__enterprise__organisation", "object__body__organisation")
    return each("remind of a rectification", rows.select_related(*related).order_by("pk"), partial(_remind, day=day))


def _remind(task: InspectionTask, day: date) -> bool:
    due: date = task.rectify_by  # type: ignore[assignment]  # filtered
    if due < day:
        tell_of_missed_limit(task)
        return True
    left = (due - day).days
    steps = sorted({0, *(int(days) for days in policy("inspection.rectify_reminders", on=day))})
    step = next((days for days in steps if left <= days), None)
    if step is None:
        return False
    tell_of_limit(task, step, f"还剩 {left} 天" if left else "今天届满")
    return True
