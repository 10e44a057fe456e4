"""The yearly plan: drawn up with its batches, approved by another person, filed, published, replaced by a later version."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from supervision.directories.models import PlannedBatch, YearlyPlan
from supervision.directories.plans.rules import may_write
from supervision.directories.states import ItemState, PlanState
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.door import NotAllowed, NotPossible, advance, lock
from tianfu.workflow.policies.values import policy
from tianfu.workflow.signatures.shown import Shown, refuse_changed

NOT_YOURS = "该计划由所在地或省级的抽查组织人编制。"


def default_cap(year_day: Any) -> int:
    """The cap a new plan proposes (policy)."""
    return int(policy("spotcheck.yearly_cap", on=year_day))


def plan_title(year: int, place: str) -> str:
    """四川省 2026 年度抽查工作计划"""
    return f"{place} {year} 年度抽查工作计划"


def plan_facts(plan: YearlyPlan) -> dict[str, Any]:
    """The plan as its page shows it, for `tianfu.workflow.signatures.shown`."""
    facts: dict[str, Any] = {
        "名称": plan.title,
        "年度": str(plan.year),
        "每家企业年度检查次数上限": str(plan.yearly_cap),
        "说明": plan.note,
    }
    for batch in plan.batches.prefetch_related("items"):
        facts[f"批次 {batch.pk}"] = batch_facts(batch)
    return facts


def batch_facts(batch: PlannedBatch) -> list[str]:
    """One batch in words."""
    items = "、".join(sorted(f"{item.code} {item.version}" for item in batch.items.all()))
    return [batch.title, batch.kind, batch.object_kind, str(batch.month), batch.ratio, batch.note, items]


def draw_up(plan: YearlyPlan, *, actor: Any) -> YearlyPlan:
    """A first version of a year; a second planner who was a moment later is told."""
    with transaction.atomic():
        if not may_write(actor, plan.region_id):
            raise NotAllowed(NOT_YOURS)
        same = YearlyPlan.objects.filter(year=plan.year, region=plan.region_id)
        if (standing := same.first()) is not None:
            raise NotPossible([f"{plan.year} 年度的计划已有“{standing}”，请在其中修改或编制新的版次。"])
        plan.created_by = plan.changed_by = actor
        plan.created_at = clock.now()
        try:
            with transaction.atomic():
                plan.save(force_insert=True)
        except IntegrityError as error:
            raise NotPossible(["刚刚已有人编制了同一年度的计划，请刷新后查看。"]) from error
        record(
            "yearlyplan.draw_up", actor=actor, subject=plan, data={"year": plan.year, "region": plan.region_id or ""}
        )
    return plan


def writable(plan: YearlyPlan, actor: Any) -> YearlyPlan:
    """The plan locked for its writer; once approved it stands. Call it inside the transaction of the change."""
    locked = lock(plan)
    if not may_write(actor, locked.region_id):
        raise NotAllowed(NOT_YOURS)
    if locked.state != PlanState.DRAFT:
        raise NotPossible([f"计划{locked.get_state_display()}，不能再修改；需要修改的，请先退回，或编制新的版次。"])
    return locked


def save_plan(plan: YearlyPlan, *, actor: Any) -> None:
    """What the form changed; `plan` comes from `writable`."""
    plan.changed_by = actor
    plan.save()
    record("yearlyplan.change", actor=actor, subject=plan, data={"cap": plan.yearly_cap, "title": plan.title})


def save_batch(batch: PlannedBatch, items: list[Any], *, actor: Any) -> PlannedBatch:
    """A batch of a plan that `writable` locked, new or changed, with its items."""
    batch.changed_by = actor
    batch.save()
    batch.items.set(items)
    record("yearlyplan.save_batch", actor=actor, subject=batch.plan, data={"batch": batch_facts(batch)})
    return batch


def remove_batch(batch: PlannedBatch, *, actor: Any) -> None:
    """Out of a draft; the audit keeps what it was."""
    with transaction.atomic():
        plan = writable(batch.plan, actor)
        record("yearlyplan.remove_batch", actor=actor, subject=plan, data={"batch": batch_facts(batch)})
        batch.delete()
        plan.changed_by = actor
        plan.save(update_fields=["changed_by"])


def approve(plan: YearlyPlan, *, actor: Any, seen: int, shown: Shown, note: str = "") -> YearlyPlan:
    """Somebody who wrote nothing on it approves exactly what he read."""
    with transaction.atomic():
        refuse_changed(shown, plan_facts(lock(plan)))
        return advance(plan, "approve", actor=actor, seen=seen, note=note)


def publish(plan: YearlyPlan, *, actor: Any, seen: int, shown: Shown) -> YearlyPlan:
    """Everybody may read it from now on; the version before it is closed in the same transaction."""
    with transaction.atomic():
        refuse_changed(shown, plan_facts(lock(plan)))
        for row in YearlyPlan.objects.filter(year=plan.year, region=plan.region_id, state=PlanState.PUBLISHED):
            advance(row, "close", actor=actor, seen=row.revision, note=f"由第 {plan.version} 版代替")
        return advance(plan, "publish", actor=actor, seen=seen)


def new_version(plan: YearlyPlan, *, actor: Any) -> YearlyPlan:
    """A draft of the next version with the batches of this published one; items withdrawn meanwhile stay out."""
    with transaction.atomic():
        locked = lock(plan)
        if not may_write(actor, locked.region_id):
            raise NotAllowed(NOT_YOURS)
        versions = YearlyPlan.objects.filter(year=locked.year, region=locked.region_id)
        newest = versions.aggregate(newest=Max("version"))["newest"]
        if locked.state != PlanState.PUBLISHED or newest != locked.version:
            raise NotPossible(["只能在已公布的最新版次上编制新的版次；已有编制中的版次时，请在其中修改。"])
        draft = YearlyPlan.objects.create(
            year=locked.year, region=locked.region, version=newest + 1, title=locked.title, note=locked.note,
            yearly_cap=locked.yearly_cap, created_by=actor, changed_by=actor, created_at=clock.now(),
        )  # fmt: skip
        for batch in locked.batches.prefetch_related("items"):
            copy = PlannedBatch.objects.create(
                plan=draft, title=batch.title, kind=batch.kind, object_kind=batch.object_kind, month=batch.month,
                ratio=batch.ratio, note=batch.note, changed_by=actor,
            )  # fmt: skip
            copy.items.set([item for item in batch.items.all() if item.state == ItemState.PUBLISHED])
        record("yearlyplan.new_version", actor=actor, subject=draft, data={"version": draft.version})
    return draft
