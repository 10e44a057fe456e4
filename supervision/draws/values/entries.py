"""录入号码: two officials type what was announced, apart; the plan defines the true value, not the typist."""

from typing import Any

from django.db import IntegrityError, transaction

from supervision.draws.algorithm.sources import matches
from supervision.draws.commitment.acts import is_dice
from supervision.draws.models import DrawPlan, ValueEntry
from supervision.draws.plans.games import DICE, games
from supervision.draws.rules import is_recomputed, organises
from supervision.draws.states import DrawState
from tianfu.accounts.access.separation import made_by_problems
from tianfu.files.models import StoredFile
from tianfu.inbox.dispatch import notify
from tianfu.ledger.audit.records import record
from tianfu.text import moments
from tianfu.workflow import clock
from tianfu.workflow.door import NotAllowed, NotPossible, Overtaken, lock
from tianfu.workflow.jobs import enqueue

COMPUTE_JOB = "draw.compute"
EVIDENCE_PURPOSE = "draw_evidence"


class WrongValue(NotPossible):
    """`fields` says, by source id, what is wrong with a typed value."""

    def __init__(self, fields: dict[str, str]) -> None:
        self.fields = fields
        super().__init__(list(fields.values()))


def open_entry(plan: DrawPlan) -> ValueEntry | None:
    """The round that waits for its second typist."""
    return plan.entries.filter(second_by=None).first()


def is_computed_now(plan: DrawPlan) -> bool:
    """Two typed or corrected the numbers, and the job has not yet made the result of them."""
    if is_recomputed(plan):
        return True
    last = plan.entries.order_by("round").last() if plan.state == DrawState.COMMITTED else None
    return last is not None and last.agrees


def typing_problems(plan: DrawPlan, user: Any) -> list[str]:
    """Why this person cannot type the values of this plan now."""
    if plan.state != DrawState.COMMITTED:
        return [f"抽查方案当前为“{plan.get_state_display()}”，不能录入号码。"]
    if plan.seed_after is not None and clock.now() < plan.seed_after:
        return [f"随机数在 {moments.numeric_moment(plan.seed_after)} 产生，之后才能录入。"]
    if is_dice(plan) and not hasattr(plan, "meeting"):
        return ["请先记录掷骰的时间、地点、见证人和影像，再录入点数。"]
    standing = open_entry(plan)
    if standing is not None:
        if standing.first_by_id == user.pk:
            return ["您已经录入，须由另一位人员独立录入。"]
        return made_by_problems(user, standing.first_by_id)
    if is_computed_now(plan):
        return ["两人录入的号码一致，正在计算结果。"]
    return []


def type_values(
    plan: DrawPlan, *, user: Any, values: dict[str, str], url: str = "", evidence: StoredFile | None = None
) -> ValueEntry:
    """One official's reading of the announcement, with the page or a photo of it as evidence.

    The second of a round closes it: equal values start the computation; unequal ones are both kept, and a new round
    begins with either of the two. Raises WrongValue by source, NotPossible, NotAllowed, Overtaken.
    """
    with transaction.atomic():
        locked = lock(plan)
        if not organises(locked, user):
            raise NotAllowed("开奖号码由抽查组织人录入。")
        if problems := typing_problems(locked, user):
            raise NotPossible(problems)
        if wrong := wrong_values(locked, values):
            raise WrongValue(wrong)
        if not url and evidence is None:
            raise NotPossible(["请填写公告地址，或者上传公告的照片。"])
        standing = open_entry(locked)
        entry = _first(locked, user, values, url, evidence) if standing is None else standing
        if standing is not None:
            _second(standing, user, values, url, evidence)
        record("drawplan.values_typed", actor=user, subject=locked, data={"round": entry.round})
        if entry.agrees:
            enqueue(COMPUTE_JOB, f"{COMPUTE_JOB}:{locked.pk}", {"plan": locked.pk, "entry": entry.pk})
        elif entry.complete:
            _announce_difference(entry)
    return entry


def wrong_values(plan: DrawPlan, values: dict[str, str]) -> dict[str, str]:
    """What is wrong with typed values, by source id; {} when they are written as the plan says."""
    found = {}
    for source in plan.sources:
        text = values.get(source["id"], "")
        if not text:
            found[source["id"]] = "请填写公告的号码。"
        elif not matches(source["fmt"], text):
            found[source["id"]] = f"号码与格式不符：{format_hint(source['id'])}。"
    return found


def format_hint(source_id: str) -> str:
    """How the value of a source is written, in words."""
    if source_id == DICE:
        return "20 位数字，按掷出的顺序，0 表示 10 点面"
    return games()[source_id].hint if source_id in games() else "按方案写明的格式填写"


def _first(plan: DrawPlan, user: Any, values: dict[str, str], url: str, evidence: StoredFile | None) -> ValueEntry:
    number = plan.entries.count() + 1
    try:
        with transaction.atomic():
            return ValueEntry.objects.create(
                plan=plan,
                round=number,
                first_by=user,
                first_at=clock.now(),
                first_values=values,
                first_url=url,
                first_evidence=evidence,
            )
    except IntegrityError as error:
        raise Overtaken("另一位人员", None, "待录入", "已录入") from error


def _second(entry: ValueEntry, user: Any, values: dict[str, str], url: str, evidence: StoredFile | None) -> None:
    entry.second_by, entry.second_at, entry.second_values = user, clock.now(), values
    entry.second_url, entry.second_evidence = url, evidence
    entry.save(update_fields=["second_by", "second_at", "second_values", "second_url", "second_evidence"])


def _announce_difference(entry: ValueEntry) -> None:
    notify(
        "draw_values_differ",
        users=[person for person in (entry.first_by, entry.second_by) if person is not None],
        context={"number": entry.plan.number, "title": entry.plan.title},
        link=f"/console/draws/{entry.plan_id}/",
        about=f"draw:{entry.plan_id}",
        once=f"{entry.plan_id}:{entry.round}",
    )
