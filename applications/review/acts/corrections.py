"""补正: all gaps named at once, tied to section, field or file; the enterprise answers in place."""

from collections.abc import Sequence
from typing import Any, TypedDict

from django.db import transaction

from applications.cases.models.application import Application
from applications.cases.models.correction import Correction, CorrectionItem
from applications.cases.sections.scope import label_of
from applications.cases.sections.section import section
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible, advance, lock, refuse_stale
from tianfu.workflow.signatures.basis import overwrites
from tianfu.workflow.signatures.member import check_member
from tianfu.workflow.signatures.shown import Changed


class Gap(TypedDict, total=False):
    """One gap as the officer names it. `section` and `text` are required."""

    section: str
    field: str
    evidence: int | None
    kind: str
    text: str


def _problems(application: Application, gaps: Sequence[Gap]) -> list[str]:
    problems = [] if gaps else ["请至少写明一项需要补正的内容。"]
    for number, gap in enumerate(gaps, start=1):
        problems += [f"第 {number} 项：{problem}" for problem in _gap_problems(application, gap)]
    return problems


def _gap_problems(application: Application, gap: Gap) -> list[str]:
    problems = []
    key, name, text = gap.get("section", ""), gap.get("field", ""), gap.get("text", "").strip()
    if key not in application.sections:
        problems.append("请选择需要补正的部分。")
    elif name and not label_of(section(key), name):
        problems.append("所选的栏目不在这一部分。")
    longest = CorrectionItem._meta.get_field("text").max_length
    if not text:
        problems.append("请写明缺什么、怎么补。")
    elif longest is not None and len(text) > longest:
        problems.append(f"内容过长，请控制在 {longest} 字以内。")
    if gap.get("kind") and gap["kind"] not in CorrectionItem.Kind.values:
        problems.append("请选择类型。")
    evidence = gap.get("evidence")
    if evidence and not application.evidence.filter(pk=evidence, removed_at=None).exists():
        problems.append("所选文件不属于本件，或已被替换。")
    return problems


def ask_correction(
    application: Application, *, user: Any, seen: int, gaps: Sequence[Gap], message: str = "", arose: str = ""
) -> Application:
    """要求补正, all gaps at once: once for completeness, later once per stage for what newly `arose` (`correction_rules`).

    The stage's clock stands still until the answer.
    """
    with transaction.atomic():
        locked = lock(application)
        refuse_stale(locked, seen)
        problems = _problems(locked, gaps)
        if problems:
            raise NotPossible(problems)
        # Before the door: the projection of the due date reads the open correction.
        correction = Correction.objects.create(
            application=locked,
            stage=locked.state,
            message=message.strip(),
            arose=arose.strip(),
            opened_by=user,
            opened_at=clock.now(),
        )
        _write_items(correction, gaps)
        note = message.strip() or f"需补正 {len(gaps)} 项。"
        return advance(locked, "ask_correction", actor=user, seen=seen, note=note)


def _write_items(correction: Correction, gaps: Sequence[Gap]) -> None:
    CorrectionItem.objects.bulk_create(
        CorrectionItem(
            correction=correction,
            section=gap["section"],
            field=gap.get("field", ""),
            evidence_id=gap.get("evidence") or None,
            kind=gap.get("kind") or CorrectionItem.Kind.INCORRECT,
            text=gap["text"].strip(),
        )
        for gap in gaps
    )


def answer(item: CorrectionItem, *, user: Any, text: str, was: Any = None) -> CorrectionItem:
    """The enterprise's answer to one gap; it may be rewritten until the correction is handed in.

    `was`: the answer the page showed (tianfu.workflow.signatures.basis), None for a caller without a page. Raises Changed when
    a colleague wrote another one since.
    """
    with transaction.atomic():
        application = lock(item.correction.application)
        item = CorrectionItem.objects.select_related("correction").get(pk=item.pk)
        check_member(user, application.enterprise.organisation, "edit", "您只有查看权限。需要答复请联系企业管理员。")
        if item.correction.closed_at is not None or not application.editable:
            raise NotPossible(["补正已提交，不能再修改答复。"])
        if not text.strip():
            raise NotPossible(["请写明已补正的情况，或说明理由。"])
        if was is not None and overwrites(was, item.answer, text):
            raise Changed(
                "在您打开页面之后，同事已写下另一份答复，没有覆盖。请看过后再决定。", [("已保存的答复", item.answer)]
            )
        item.answer, item.answered_by, item.answered_at = text.strip(), user, clock.now()
        item.save(update_fields=["answer", "answered_by", "answered_at"])
    return item
