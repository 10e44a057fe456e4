"""检查记录表: signed by the inspectors by their act and by the inspected side on the screen; kept as a paper, never public."""

import base64
import io
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from PIL import Image

from applications.programmes.names import newest_of
from supervision.inspections.models import FieldRecord, InspectionTask, RecordAssent, TaskMember, TaskPaper
from supervision.inspections.records.paper_kinds import RECORD
from supervision.inspections.records.shape import InspectionRecord, Signed
from supervision.inspections.rules import TEAM, in_team
from supervision.inspections.states import Answer, TaskState
from tianfu.files.models import StoredFile
from tianfu.ledger.audit.records import record as audit
from tianfu.ledger.canonical import canonical, sha256_hex
from tianfu.papers.shapes import FileLine
from tianfu.papers.snapshots import issue_paper
from tianfu.text.moments import formal_day
from tianfu.workflow import clock
from tianfu.workflow.door import NotAllowed, NotPossible, lock
from tianfu.workflow.jobs import crash_point, enqueue, handler
from tianfu.workflow.models import Job

PAPER_JOB, PAPER_PURPOSE = "inspections.record_paper", "inspection_record"
WIDEST = 900  # pixels of the signature's picture in the paper; the file itself stays as it was taken


def sign_filed(task: InspectionTask, user: Any) -> None:
    """Whoever filed the record signed it with that. Called in the transaction that files it."""
    _sign(task, user, filed=True)


def assent(task: InspectionTask, user: Any) -> None:
    """Another inspector of the team signs the record as it stands. Raises NotAllowed, NotPossible in words."""
    with transaction.atomic():
        fresh = lock(task)
        if not in_team(fresh, user):
            raise NotAllowed("现场记录由检查组成员签名。")
        problems = assent_problems(fresh, user)
        if problems:
            raise NotPossible(problems)
        _sign(fresh, user, filed=False)
        audit("inspectiontask.record_signed", actor=user, subject=fresh)


def assent_problems(task: InspectionTask, user: Any) -> list[str]:
    """Why this member cannot sign now."""
    record = getattr(task, "record", None)
    if record is None or record.filed_at is None or task.state == TaskState.STOPPED:
        return ["现场记录提交后才能签名。"]
    signed = record.assents.filter(inspector__user=user).exists()
    return ["您已经在这份现场记录上签名。"] if signed else []


def _sign(task: InspectionTask, user: Any, *, filed: bool) -> None:
    record = FieldRecord.objects.get(task=task)
    member: TaskMember = task.members.get(inspector__user=user, replaced_at=None)
    RecordAssent.objects.create(
        record=record, inspector=member.inspector, given_by=user, filed=filed, at=clock.now()
    )  # fmt: skip
    if record.assents.count() >= TEAM:
        enqueue(PAPER_JOB, f"{PAPER_JOB}:{task.pk}", {"task": task.pk})


@handler(PAPER_JOB, label="制作检查记录表")
def make_paper(job: Job) -> None:
    """Once: a second run finds it made."""
    task = InspectionTask.objects.select_related("plan", "pick", "object", "record__signature").get(
        pk=job.payload["task"]
    )
    if TaskPaper.objects.filter(task=task).exists():
        return
    sheet = record_sheet(task)
    paper = issue_paper(
        RECORD.key,
        sheet.template,
        sheet,
        name=f"检查记录表-{sheet.number}.pdf",
        purpose=PAPER_PURPOSE,
        key=job.key,
    )
    crash_point("inspections.record_paper")
    TaskPaper.objects.get_or_create(task=task, defaults={"paper": paper, "created_at": clock.now()})


def brand_of(task: InspectionTask) -> str:
    """The brand whose mark was checked; a check of a body speaks for the platform."""
    mark = task.object.authorization
    names = newest_of(mark.programme_id) if mark is not None else None
    return names.brand if names is not None else str(settings.PLATFORM_NAME)


def record_sheet(task: InspectionTask) -> InspectionRecord:
    """What the filed record says, with what was kept beside it."""
    record = task.record
    answers = _answers(task, record)
    findings = [[row.item.name, row.text] for row in _findings(task, record)]
    photos = [
        FileLine(part="现场照片", name=row.file.name, size=f"{-(-row.file.size // 1024)} KB", sha256=row.file.sha256)
        for row in task.photos.filter(taken_back_at=None).select_related("file")
    ]
    samples = [[row.product, row.batch, row.quantity, row.backup, row.sealer] for row in task.samples.all()]
    facts = _facts(task, record)
    stated = {
        "facts": [list(row) for row in facts],
        "answers": answers,
        "findings": findings,
        "photos": [one.sha256 for one in photos],
    }
    return InspectionRecord(
        number=number_of(task),
        made_at=clock.now(),
        programme=brand_of(task),
        issuer=unit_of(task),
        facts=facts,
        answers=answers,
        findings=findings,
        samples=samples,
        remarks=record.remarks,
        photos=photos,
        inspectors=_inspectors(record),
        signatory=record.signatory,
        signature_svg=signature_drawing(record.signature) if record.signature is not None else "",
        signature_sha256=record.signature.sha256 if record.signature is not None else "",
        unsigned="" if record.signature is not None else _unsigned(record),
        record_sha256=sha256_hex(canonical(stated)),
        verify_url=public_url(task),
    )


def _findings(task: InspectionTask, record: FieldRecord) -> Any:
    """As they stood when the record was filed: a 核实记录 comes later."""
    rows, filed = task.findings.select_related("item"), record.filed_at
    if filed is None:
        return rows.filter(taken_back_at=None)
    return rows.filter(Q(taken_back_at=None) | Q(taken_back_at__gt=filed), made_at__lte=filed)


def _answers(task: InspectionTask, record: FieldRecord) -> list[list[str]]:
    words, rows = dict(Answer.choices), []
    for item in task.items.order_by("code"):
        one = record.answers.get(str(item.pk), {})
        rows.append([item.name, str(words.get(one.get("answer", ""), "")), one.get("note", "")])
    return rows


def public_url(task: InspectionTask) -> str:
    """Where the published result of this object stands, and nothing before its publication."""
    return f"{settings.PUBLIC_URL}{reverse('inspection_results')}?q={task.object.code}"


def number_of(task: InspectionTask) -> str:
    if task.plan is not None and task.pick is not None:
        return f"{task.plan.number}-{task.pick.position}"
    return f"DX-{task.pk}"


def unit_of(task: InspectionTask) -> str:
    lead = task.members.filter(replaced_at=None).select_related("inspector__unit").order_by("-lead", "pk").first()
    return str(lead.inspector.unit) if lead is not None else ""


def _facts(task: InspectionTask, record: FieldRecord) -> list[tuple[str, str]]:
    visited = task.visited_on
    return [
        ("检查对象", f"{task.object.name}（{task.object.code}）"),
        ("持有人", task.object.holder_name or task.object.name),
        ("统一社会信用代码", task.object.uscc or "未登记"),
        ("检查来源", str(task)),
        ("检查日期", formal_day(visited) if visited is not None else ""),
        ("现场接待人", record.met or "未填写"),
        *([("见证人", record.witnesses)] if record.witnesses else []),
    ]


def _inspectors(record: FieldRecord) -> list[Signed]:
    return [
        Signed(
            name=row.inspector.name,
            number=row.inspector.number,
            act="提交现场记录并签名" if row.filed else "确认现场记录并签名",
            at=row.at,
        )
        for row in record.assents.select_related("inspector")
    ]


def _unsigned(record: FieldRecord) -> str:
    return f"{record.get_signing_display()}。{record.unsigned_reason}"


def signature_drawing(file: StoredFile) -> str:
    """The picture inside a drawing: a paper's data is text. Grey and small, whatever the camera made."""
    picture = Image.open(io.BytesIO(file.read())).convert("L")
    picture.thumbnail((WIDEST, WIDEST))
    out = io.BytesIO()
    picture.save(out, "PNG")
    data, (width, height) = base64.b64encode(out.getvalue()).decode(), picture.size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" xlink:href="data:image/png;base64,{data}"/></svg>'
    )
