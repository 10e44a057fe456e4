"""What stands between a draft and its filing, in words. A leaf: it asks the registries."""

from typing import TYPE_CHECKING

from applications.cases.deadlines import case_clock, overdue_sentence
from applications.cases.rules.obstacles import screen
from applications.cases.sections.section import gaps, section
from applications.cases.stages.stage import registered
from applications.cases.states import LIVE
from tianfu.text import moments
from tianfu.workflow import clock

if TYPE_CHECKING:
    from applications.cases.models.application import Application


def gap_sentences(application: "Application") -> dict[str, str]:
    """One sentence by section key for each section that still lacks something."""
    return {key: f"{section(key).title}：{'；'.join(missing)}。" for key, missing in gaps(application).items()}


def submission_problems(application: "Application") -> list[str]:
    """Why a draft may not be filed yet. Empty = may be."""
    problems = []
    if application.enterprise.verified_at is None:
        problems.append("企业认领尚未通过核验：核验通过后才能提交，草稿会一直保留。")
    if application.batch is not None and not application.batch.is_open(clock.today()):
        closes = application.batch.closes_on
        problems.append(f"批次“{application.batch.name}”的受理期（{moments.full_day(closes)}截止）不在今天，不能提交。")
    problems += gap_sentences(application).values()
    problems += screen(application)
    return problems + live_problems(application)


def live_problems(application: "Application") -> list[str]:
    """One live case per product and programme; a draft from before this rule waits until the other one has ended."""
    others = type(application)._default_manager.filter(
        product=application.product_id, programme=application.programme_id, state__in=LIVE
    )
    return [
        f"该产品另有在办申报 {row}（{row.occasion}），请先撤回其中一份。"
        for row in others.exclude(pk=application.pk).select_related("batch")
    ]


def answer_problems(application: "Application") -> list[str]:
    """Why a correction may not be handed in yet: unanswered items and remaining gaps."""
    correction = application.open_correction()
    if correction is None:
        return ["没有待答复的补正。"]
    late = overdue_sentence(application, "提交补正")
    if late:
        return [late]
    unanswered = [item for item in correction.items.all() if item.answered_at is None]
    problems = [f"还有 {len(unanswered)} 项补正意见未答复。"] if unanswered else []
    return [*problems, *gap_sentences(application).values()]


def lapse_problems(application: "Application") -> list[str]:
    """A case lapses only after its due date has passed."""
    due = case_clock(application)
    if due is None or due.date is None:
        return ["没有正在计算的期限。"]
    if clock.today() <= due.date:
        return [f"期限 {moments.long_day(due.date)}未满。"]
    room = registered().get(application.state)
    return room.lapse_problems(application) if room is not None else []
