"""年度抽查工作计划 with its batches: drafted, approved by another person, filed with the upper bureau, published."""

from datetime import date, datetime
from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django_fsm import FSMField, transition

from supervision.directories.models.items import InspectionItem
from supervision.directories.plans.rules import RULES
from supervision.directories.states import BatchKind, ObjectKind, PlanState
from tianfu.ledger.protection import append_only
from tianfu.text.columns import Line, Lines, Whole
from tianfu.workflow import clock
from tianfu.workflow.models.aggregate import Aggregate, Rule, StateChange, complete, permits

S = PlanState
# A batch is written while its plan is drafted, and stands as approved from then on.
_ONLY_IN_DRAFT = """
    IF (SELECT state FROM supervision_yearlyplan WHERE id = COALESCE(NEW.plan_id, OLD.plan_id)) <> 'draft' THEN
        RAISE EXCEPTION 'the batches of an approved plan stand' USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""
# What somebody approved stays what he read; sent back, it is a draft again.
_STANDS = """
    IF OLD.state <> 'draft' AND (NEW.year, NEW.region_id, NEW.version, NEW.title, NEW.yearly_cap, NEW.note)
        IS DISTINCT FROM (OLD.year, OLD.region_id, OLD.version, OLD.title, OLD.yearly_cap, OLD.note) THEN
        RAISE EXCEPTION 'an approved plan stands' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class YearlyPlanQuerySet(models.QuerySet["YearlyPlan"]):
    def public(self) -> "YearlyPlanQuerySet":
        """What everybody may read."""
        return self.filter(published_on__isnull=False)

    def on_console_for(self, user: Any, *roles: str) -> "YearlyPlanQuerySet":
        """The province's plans, and those of the regions for which the person holds one of `roles`."""
        regions: set[str] = set()
        for role in roles:
            held = user.regions_for(role)
            if held is None:
                return self
            regions |= held
        return self.filter(Q(region=None) | Q(region__in=regions))


class YearlyPlan(Aggregate):
    """One authority's plan of a year; `region` empty: the province. A later version replaces the published one.

    `yearly_cap`: the most checks one enterprise may have in the year (国办发〔2024〕54号).
    """

    year = models.PositiveSmallIntegerField("年度")
    region = models.ForeignKey(
        "accounts.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="市（州）"
    )
    version = models.PositiveSmallIntegerField("版次", default=1, editable=False)
    title = Line("名称", max_length=120)
    yearly_cap = Whole("每家企业年度检查次数上限")
    note = Lines("说明", blank=True)
    state = FSMField("状态", max_length=20, choices=S, default=S.DRAFT, editable=False)
    created_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", editable=False, verbose_name="编制人"
    )
    created_at = models.DateTimeField("编制时间", editable=False)
    changed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", editable=False, verbose_name="最近修改人"
    )
    approved_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", editable=False, verbose_name="审定人"
    )
    filed_with = Line("备案机关", max_length=120, blank=True)
    filed_number = Line("备案文号", max_length=80, blank=True)
    filed_on = models.DateField("备案日期", null=True, blank=True)
    published_on = models.DateField("公布日期", null=True, blank=True, editable=False)

    objects = YearlyPlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度抽查工作计划"
        ordering: ClassVar = ["-year", "region", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["year", "region", "version"], nulls_distinct=False, name="yearly_plan_version"
            ),
            models.UniqueConstraint(
                fields=["year", "region"],
                condition=Q(state=S.PUBLISHED),
                nulls_distinct=False,
                name="one_published_yearly_plan",
            ),
            models.CheckConstraint(condition=Q(state__in=S.values), name="yearly_plan_state_known"),
            models.CheckConstraint(condition=Q(yearly_cap__gte=1), name="yearly_plan_cap"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("created_by")), name="yearly_plan_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[S.DRAFT, S.CLOSED]) | Q(approved_by__isnull=False), name="yearly_plan_approved"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.FILED, S.PUBLISHED])
                | (Q(filed_on__isnull=False) & ~Q(filed_number="") & ~Q(filed_with="")),
                name="yearly_plan_filed",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="yearly_plan_stands", when=pgtrigger.Before, operation=pgtrigger.Update, func=_STANDS
            ),
            pgtrigger.Protect(name="yearly_plan_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.title

    def rule(self, transition: str) -> Rule:
        return RULES[transition]

    @property
    def authors(self) -> set[int]:
        """Keys of everybody who wrote on it; none of them approves it."""
        writers = {self.created_by_id, self.changed_by_id, *self.batches.values_list("changed_by", flat=True)}
        return {key for key in writers if key is not None}

    @transition("state", S.DRAFT, S.APPROVED, conditions=[complete("approve")], permission=permits("approve"))
    def approve(self, *, actor: Any, **inputs: Any) -> None:
        self.approved_by = actor

    @transition("state", [S.APPROVED, S.FILED], S.DRAFT, permission=permits("send_back"))
    def send_back(self, **inputs: Any) -> None:
        """Back to be changed, before anything is public; it is approved and filed anew."""
        self.approved_by = None
        self.filed_on, self.filed_with, self.filed_number = None, "", ""

    @transition("state", S.APPROVED, S.FILED, permission=permits("file"))
    def file(self, *, filed_on: date, filed_with: str, filed_number: str, **inputs: Any) -> None:
        """With the upper bureau: day, organ and document number."""
        self.filed_on, self.filed_with, self.filed_number = filed_on, filed_with, filed_number

    @transition("state", S.FILED, S.PUBLISHED, permission=permits("publish"))
    def publish(self, *, at: datetime, **inputs: Any) -> None:
        self.published_on = clock.in_beijing(at)

    @transition("state", S.PUBLISHED, S.CLOSED, conditions=[complete("close")], permission=permits("close"))
    def close(self, **inputs: Any) -> None:
        """The year is over, or a later version stands in its place."""


class YearlyPlanChange(StateChange):
    subject = models.ForeignKey(YearlyPlan, models.PROTECT, related_name="changes", verbose_name="年度计划")

    class Meta(StateChange.Meta):
        verbose_name = verbose_name_plural = "年度计划流转"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "revision"], name="yearly_plan_change_once")
        ]
        triggers: ClassVar = append_only("yearly_plan_change")


class PlannedBatch(models.Model):
    """One batch of the plan: why and what is drawn, when, how much of it, for which items."""

    plan = models.ForeignKey(YearlyPlan, models.PROTECT, related_name="batches", verbose_name="年度计划")
    title = Line("批次名称", max_length=120)
    kind = models.CharField("抽查类别", max_length=10, choices=BatchKind, default=BatchKind.ROUTINE)
    object_kind = models.CharField("检查对象", max_length=20, choices=ObjectKind)
    month = models.PositiveSmallIntegerField("实施月份")
    ratio = Line("抽查比例或数量", max_length=120)
    items = models.ManyToManyField(InspectionItem, related_name="batches", verbose_name="检查事项")
    note = Lines("说明", blank=True)
    changed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", editable=False, verbose_name="最近修改人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "计划批次"
        ordering: ClassVar = ["month", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="planned_batch_month"),
            models.CheckConstraint(condition=Q(kind__in=BatchKind.values), name="planned_batch_kind_known"),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="planned_batch_in_draft",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_ONLY_IN_DRAFT,
            )
        ]

    def __str__(self) -> str:
        return self.title
