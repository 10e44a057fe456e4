"""The life of a sample: taken in the field, sent, reported, confirmed by another, told, tested again, settled."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from supervision.directories.models import InspectionItem
from supervision.directories.states import Method
from supervision.inspections.models import InspectionTask
from supervision.inspections.records.acts import open_record
from supervision.inspections.samples import messages
from supervision.inspections.samples.models import Sample, SampleTest
from supervision.inspections.samples.states import SampleState, Verdict
from supervision.inspections.states import TaskState
from tianfu.files.kinds import Kind
from tianfu.ledger.audit.records import record as audit
from tianfu.workflow import clock
from tianfu.workflow.calendar.due import calendar_days_deadline
from tianfu.workflow.door import SYSTEM, NotPossible, advance
from tianfu.workflow.policies.uploads import take_one
from tianfu.workflow.policies.values import policy
from tianfu.workflow.rounds import each
from tianfu.workflow.signatures.shown import Shown, refuse_changed

REPORT_PURPOSE = "inspection_test_report"
REPORTS = (Kind.PDF, Kind.JPEG, Kind.PNG)
FIELDS = ("product", "batch", "quantity", "backup", "place", "sealer")


def take(
    task: InspectionTask, item: InspectionItem | None, values: dict[str, str], user: Any, *, key: UUID | None = None
) -> Sample:
    """Write the 抽样单 in the field; the same `key` is the same sample. Raises NotPossible with what it lacks."""
    with transaction.atomic():
        fresh, _ = open_record(task, user)
        if key is not None and (sent := fresh.samples.filter(key=key).first()):
            return sent
        if item is None or Method.SAMPLING not in item.methods or not fresh.items.filter(pk=item.pk).exists():
            raise NotPossible(["请选择本次检查中以抽样检验进行的一个事项。"])
        missing = [
            str(Sample._meta.get_field(name).verbose_name) for name in FIELDS if not values.get(name, "").strip()
        ]
        if missing:
            raise NotPossible([f"抽样单请填写完整：{'、'.join(missing)}。"])
        place = (fresh.samples.aggregate(last=Max("position"))["last"] or 0) + 1
        row = Sample(task=fresh, item=item, position=place, key=key, taken_by=user, taken_at=clock.now())
        for name in FIELDS:
            setattr(row, name, values[name].strip())
        row.clean_fields(exclude=["task", "item", "taken_by"])
        row.save()
        audit("sample.taken", actor=user, subject=row)
    return row


def send(sample: Sample, *, user: Any, seen: int, laboratory: str, accreditation: str) -> Sample:
    return _to_laboratory(sample, "send", user, seen, laboratory, accreditation)


def order_retest(sample: Sample, *, user: Any, seen: int, laboratory: str, accreditation: str) -> Sample:
    """The backup sample goes to another laboratory; the enterprise is told which."""
    return _to_laboratory(sample, "order", user, seen, laboratory, accreditation)


def _to_laboratory(sample: Sample, verb: str, user: Any, seen: int, laboratory: str, accreditation: str) -> Sample:
    due = calendar_days_deadline(clock.today(), int(policy("inspection.test_days"))).date
    with transaction.atomic():
        done = advance(sample, verb, actor=user, seen=seen, laboratory=laboratory, accreditation=accreditation)
        SampleTest.objects.create(
            sample=done, retest=verb == "order", laboratory=laboratory, accreditation=accreditation,
            sent_on=clock.today(), due_on=due, sent_by=user,
        )  # fmt: skip
        if verb == "order":
            messages.tell_of_answer(done, f"已安排复检，由{laboratory}检验备用样品，复检结果为最终结果。")
    return done


def report(
    sample: Sample, *, user: Any, seen: int, upload: UploadedFile | None, report_number: str, reported_on: date | None,
    verdict: str, measured: str = "",
) -> Sample:  # fmt: skip
    """What the laboratory found, with its report. ValidationError for a file that is no report."""
    verb = "report_again" if sample.state == SampleState.RETESTING else "report"
    with transaction.atomic():
        file = None
        if upload is not None:
            file = take_one(upload, kinds=REPORTS, user=user, purpose=REPORT_PURPOSE)
        done = advance(
            sample, verb, actor=user, seen=seen, verdict=verdict, report=file, report_number=report_number,
            reported_on=reported_on,
        )  # fmt: skip
        test = _test(done)
        test.report, test.report_number, test.reported_on = file, report_number.strip(), reported_on
        test.verdict, test.measured, test.reported_by = verdict, measured.strip(), user
        test.save()
        messages.tell_organisers(done, "检验结果已录入，请复核或退回。")
    return done


def send_back(sample: Sample, *, user: Any, seen: int, note: str) -> Sample:
    """To the team, which reports anew."""
    verb = "send_again_back" if sample.state == SampleState.RETESTED else "send_back"
    with transaction.atomic():
        done = advance(sample, verb, actor=user, seen=seen, note=note)
        messages.tell_team(done, f"检验结果已退回：{note}", f"back:{done.revision}")
    return done


def test_facts(sample: Sample) -> dict[str, Any]:
    """What the second person reads, for `tianfu.workflow.signatures.shown`."""
    test = _test(sample)
    return {
        "检验机构": test.laboratory,
        "报告编号": test.report_number,
        "报告日期": test.reported_on,
        "检验结论": test.get_verdict_display(),
        "检验情况": test.measured,
        "检验报告": test.report.sha256 if test.report is not None else "",
    }


def confirm(sample: Sample, *, user: Any, seen: int, shown: Shown) -> Sample:
    """Another person than who reported. A retest is final; a first failure may be contested, a first pass is settled."""
    test = _test(sample)
    failed, now = test.verdict == Verdict.FAIL, clock.now()
    term = calendar_days_deadline(clock.today(), int(policy("inspection.retest_days"))).date
    until = term if failed else None
    with transaction.atomic():
        if test.retest:
            done = advance(sample, "confirm_again", actor=user, seen=seen, verdict=test.verdict)
        else:
            done = advance(sample, "confirm", actor=user, seen=seen, retest_until=until)
        refuse_changed(shown, test_facts(done))
        SampleTest.objects.filter(pk=test.pk).update(confirmed_by=user, confirmed_at=now)
        if not test.retest and failed:
            messages.tell_of_failure(done)
            return done
        if not test.retest:
            done = advance(done, "settle", actor=SYSTEM, seen=done.revision, verdict=test.verdict)
        _settled(done)
    return done


def ask_retest(sample: Sample, *, user: Any, reason: str) -> Sample:
    """By a member of the inspected side with the right to sign, within the term."""
    with transaction.atomic():
        done = advance(sample, "ask", actor=user, seen=sample.revision, note=reason.strip())
        messages.tell_organisers(done, "企业申请复检，请安排另一家检验机构，或写明不予复检的理由。")
    return done


def refuse_retest(sample: Sample, *, user: Any, seen: int, note: str) -> Sample:
    """For a reason that the enterprise reads (such as a sample that cannot be tested again); the first test counts."""
    with transaction.atomic():
        done = advance(sample, "refuse", actor=user, seen=seen, note=note, verdict=_test(sample).verdict)
        messages.tell_of_answer(done, f"不予复检，理由：{note}")
        _settled(done)
    return done


def _settled(sample: Sample) -> None:
    """The verdict counts: the enterprise and the team hear of it; the last one lets the team conclude."""
    messages.tell_of_verdict(sample)
    words = sample.get_verdict_display()
    messages.tell_team(sample, f"检验结果已生效（{words}），没有其他待检样品时请作出检查结论。", "final")


def _test(sample: Sample) -> SampleTest:
    found = sample.current_test()
    if found is None:
        raise NotPossible(["样品尚未送检。"])
    return found


def settle_due(day: date) -> int:
    """First failures against which nobody asked for a retest in time."""
    rows = Sample.objects.filter(state=SampleState.TOLD, retest_until__lt=day, task__state=TaskState.VISITED)
    return each("retest term", rows.select_related("task__object").order_by("pk"), _lapse)


def _lapse(sample: Sample) -> bool:
    with transaction.atomic():
        done = advance(sample, "settle", actor=SYSTEM, seen=sample.revision, verdict=_test(sample).verdict)
        _settled(done)
    return True


def remind_of_reports(day: date) -> int:
    """The team of a report that is late, once for each test."""
    rows = SampleTest.objects.filter(
        due_on__lt=day, sample__state__in=(SampleState.TESTING, SampleState.RETESTING), confirmed_at=None,
        sample__task__state=TaskState.VISITED,
    )  # fmt: skip
    return each("late report", rows.select_related("sample__task__object").order_by("pk"), _remind)


def _remind(test: SampleTest) -> bool:
    messages.tell_team(test.sample, "检验报告已过期限，请向检验机构催取。", f"late:{test.pk}")
    return True
