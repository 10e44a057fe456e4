"""逐项结果: what came out for each item of a check, in words that everybody may read.

优化营商环境条例 art. 54: the items of a check and its result are public. Public is the name of the item and one word for it;
the text of a finding, the notes of the record, the report of a laboratory and everybody's name are not.
"""

from collections.abc import Sequence

from django.db.models import Prefetch, prefetch_related_objects

from supervision.directories.models import InspectionItem
from supervision.inspections.models import FieldRecord, Finding, InspectionTask, Recheck, Sample
from supervision.inspections.samples.states import Verdict
from supervision.inspections.states import UNOBJECTED, Answer

# "不符合" in the record, which the conclusion or a correction did not keep.
NOT_HELD = "未认定问题"


def load_items(rows: Sequence[InspectionTask]) -> None:
    """What `item_outcomes` reads of each row, in one query for each kind; no text of a finding is loaded."""
    prefetch_related_objects(
        rows,
        Prefetch("items", InspectionItem.objects.order_by("code", "version")),
        Prefetch("record", FieldRecord.objects.only("task", "answers")),
        Prefetch("rechecks", Recheck.objects.only("subject", "act", "answers", "second_by", "alone")),
        Prefetch("findings", Finding.objects.only("task", "item", "taken_back_at")),
        Prefetch("samples", Sample.objects.only("task", "item", "verdict")),
    )


def item_outcomes(task: InspectionTask) -> list[str]:
    """One line for each item, such as “地址可以联系：符合”; for several checks `load_items` first."""
    answers, lines = task.answers, []
    for item in task.items.all():
        word = _word(task, item.pk, answers.get(str(item.pk), {}).get("answer", ""))
        lines.append(f"{item.name}：{word}" if word else item.name)
    return lines


def _word(task: InspectionTask, item: int, answer: str) -> str:
    """A word against the object stands only while the result itself holds something against it."""
    against = task.final_word not in UNOBJECTED
    verdicts = {row.verdict for row in task.samples.all() if row.item_id == item}
    if Verdict.FAIL in verdicts:
        return Verdict.FAIL.label if against else NOT_HELD
    if answer == Answer.FAIL:
        stands = any(row.item_id == item and row.taken_back_at is None for row in task.findings.all())
        return Answer.FAIL.label if against and stands else NOT_HELD
    if answer == Answer.SAMPLED and Verdict.PASS in verdicts:
        return Verdict.PASS.label
    return Answer(answer).label if answer in Answer.values else ""
