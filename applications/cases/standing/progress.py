"""How far the enterprise is with what waits for it, in words for start page, list and case."""

from collections.abc import Iterable
from typing import Any

from django.db.models import prefetch_related_objects

from applications.cases.models.application import Application
from applications.cases.rules.completeness import gap_sentences
from applications.cases.states import ApplicationState

S = ApplicationState
CHANGED = "已修改、尚未提交"
FINISHED = "已填写完整、尚未提交"


def fetch_ahead(rows: Iterable[Application]) -> list[Application]:
    """`rows`, with what `correction_words` reads of those that wait for a correction: three queries for any list."""
    found = list(rows)
    waiting = [row for row in found if row.state == S.CORRECTION_REQUIRED]
    prefetch_related_objects(waiting, "corrections__items", "answers", "evidence")
    return found


def correction_words(application: Application) -> str:
    """Of a correction that was worked on and not handed in; "" before the first answer or change."""
    correction = application.open_correction() if application.state == S.CORRECTION_REQUIRED else None
    if correction is None:
        return ""
    items = list(correction.items.all())
    left = sum(item.answered_at is None for item in items)
    if left == len(items) and not _changed_since(application, correction.opened_at):
        return ""
    return CHANGED if not left else f"{CHANGED}，还有 {left} 项没有答复"


def _changed_since(application: Application, moment: Any) -> bool:
    answers = any(row.saved_at > moment for row in application.answers.all())
    return answers or any(
        row.added_at > moment or (row.removed_at is not None and row.removed_at > moment)
        for row in application.evidence.all()
    )


def is_finished(application: Application) -> bool:
    """A draft without gaps: only reading through and submitting is left."""
    return application.state == S.DRAFT and not gap_sentences(application)
