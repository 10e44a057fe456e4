"""抽查方案: what is drawn, by which chance, and what was frozen when it was committed (trust.md A.2, A.3)."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django_fsm import GET_STATE, FSMField, transition

from supervision.directories.states import ObjectKind
from supervision.draws.models.plan_queryset import DrawPlanQuerySet
from supervision.draws.rules import RULES
from supervision.draws.states import COMMITTED_ONCE, DrawState, Mode, TeamNeed, TeamRegion
from tianfu.ledger.protection import append_only
from tianfu.text.columns import Line, Lines
from tianfu.workflow import clock
from tianfu.workflow.models.aggregate import Aggregate, Rule, StateChange, complete, permits
from tianfu.workflow.models.endorsement import Endorsement

S = DrawState
_CORRECTABLE = (S.DRAWN, S.REVEALED)
# What may still change once a plan is committed; everything else is frozen by the database.
_MOVES = ("state", "revision", "revealed_at", "progress", "progress_words")
_FREEZE = f"""
    IF OLD.committed_at IS NOT NULL
       AND (to_jsonb(NEW) - ARRAY{list(_MOVES)}) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY{list(_MOVES)}) THEN
        RAISE EXCEPTION 'a committed draw cannot be changed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class DrawPlan(Aggregate):
    """One draw: written by a planner, committed by another person, drawn by numbers that come afterwards."""

    number = models.CharField("抽查编号", max_length=40, unique=True, null=True, blank=True, editable=False)
    state = FSMField("状态", max_length=20, choices=S, default=S.DRAFT, editable=False)
    title = Line("名称", max_length=80)
    object_kind = models.CharField("检查对象", max_length=20, choices=ObjectKind, default=ObjectKind.AUTHORIZATION)
    region = models.ForeignKey(
        "accounts.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="地区"
    )
    batch = models.ForeignKey(
        "supervision.PlannedBatch",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="draws",
        verbose_name="年度计划批次",
    )
    items = models.ManyToManyField("supervision.InspectionItem", related_name="+", verbose_name="抽查事项")
    mode = models.CharField("随机数来源", max_length=10, choices=Mode, default=Mode.LOTTERY)
    sealed = models.BooleanField("结果暂不公开", default=False)
    strata_by = models.CharField("分层方式", max_length=30, default="all")
    # [{"key", "label", "num", "den", "min", "note"}]; only key, num, den and min go into the algorithm.
    strata = models.JSONField("分层和比例", default=list, blank=True)
    # [{"id", "fmt", "event"}] in the order of the seed.
    sources = models.JSONField("随机数", default=list, blank=True)
    fallback = Line("延期开奖时", max_length=120, blank=True)
    team_size = models.PositiveSmallIntegerField("每组人数", default=2)
    team_region = models.CharField("人员区域", max_length=10, choices=TeamRegion, default=TeamRegion.SAME)
    team_need = models.CharField("专业要求", max_length=10, choices=TeamNeed, default=TeamNeed.NONE)
    max_load = models.PositiveSmallIntegerField("每人最多检查户数（0 为不限）", default=0)
    seed_after = models.DateTimeField("随机数产生时间", null=True, blank=True)
    draw_by = models.DateTimeField("最迟抽取时间", null=True, blank=True)
    reveal_by = models.DateTimeField("最迟揭示时间", null=True, blank=True)
    # Objects for which no team can be made whatever the numbers, known to and accepted by the planner: {code: failure}.
    acknowledged = models.JSONField("已知悉无法组成检查组的对象", default=dict, blank=True)
    visits_since = models.DateField("检查期起", null=True, blank=True)
    visits_until = models.DateField("检查期止", null=True, blank=True)
    planner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="拟定人")
    planned_at = models.DateTimeField("拟定时间")
    handed_over_at = models.DateTimeField("提交确认时间", null=True, blank=True, editable=False)
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确认人"
    )
    committed_at = models.DateTimeField("承诺时间", null=True, blank=True, editable=False)
    # Encrypted; written at the commitment of a sealed draw, published at its reveal.
    secret = models.TextField("密值（加密）", blank=True, editable=False)
    secret_commit = models.CharField("密值承诺", max_length=64, blank=True, editable=False)
    register_size = models.PositiveBigIntegerField("公示日志条数", null=True, blank=True, editable=False)
    register_root = models.CharField("公示日志树根", max_length=64, blank=True, editable=False)
    plan_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="plan.json"
    )
    objects_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="objects.jsonl"
    )
    inspectors_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="inspectors.jsonl"
    )
    # How the frozen directory differs from the register and from the one frozen before; plan.json names its hash.
    comparison_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="comparison.json"
    )
    revealed_at = models.DateTimeField("揭示时间", null=True, blank=True, editable=False)
    # What the computing job last said, 0–100; a view of progress, no fact.
    progress = models.PositiveSmallIntegerField("进度", default=0, editable=False)
    progress_words = models.CharField("进度说明", max_length=60, blank=True, editable=False)

    # Counts the saves of a draft; `revision` counts the passages through the door.
    draft_version = models.PositiveIntegerField("草稿版本", default=0, editable=False)

    objects = DrawPlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "抽查方案"
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["state", "draw_by"], name="draw_plan_due"),
            models.Index(fields=["-committed_at"], name="draw_plan_committed"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="draw_plan_state_known"),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("planner")), name="draw_plan_two_people"
            ),
            models.CheckConstraint(condition=Q(team_size__gte=2), name="draw_plan_teams_of_two"),
            models.CheckConstraint(
                condition=~Q(state__in=[S.COMMITTED, S.DRAWN, S.REVEALED, S.CLOSED])
                | Q(
                    number__isnull=False,
                    approver__isnull=False,
                    committed_at__isnull=False,
                    seed_after__isnull=False,
                    draw_by__isnull=False,
                    plan_file__isnull=False,
                    objects_file__isnull=False,
                    inspectors_file__isnull=False,
                ),
                name="draw_plan_committed_whole",
            ),
            models.CheckConstraint(
                condition=Q(committed_at__isnull=True) | Q(seed_after__gte=F("committed_at")),
                name="draw_plan_committed_before_chance",
            ),
            models.CheckConstraint(
                condition=Q(sealed=False, secret_commit="")
                | Q(sealed=True, committed_at__isnull=True)
                | (Q(sealed=True, reveal_by__isnull=False) & ~Q(secret_commit="")),
                name="draw_plan_sealed_whole",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(name="draw_plan_frozen", when=pgtrigger.Before, operation=pgtrigger.Update, func=_FREEZE),
            pgtrigger.Protect(
                name="draw_plan_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__committed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}" if self.number else self.title

    def rule(self, transition: str) -> Rule:
        return RULES[transition]

    @property
    def public(self) -> bool:
        """Has it a number and stands on the public page?"""
        return self.number is not None

    @property
    def draw_day(self) -> date | None:
        """The last day for drawing; the column holds the moment at which it is over."""
        return clock.in_beijing(self.draw_by - timedelta(seconds=1)) if self.draw_by else None

    @property
    def reveal_day(self) -> date | None:
        """The last day for revealing."""
        return clock.in_beijing(self.reveal_by - timedelta(seconds=1)) if self.reveal_by else None

    @property
    def share_words(self) -> str:
        """The parts of the directory with their ratios and least numbers."""
        rows = [
            f"{row.get('label') or row['key']} {row['num']}/{row['den']}（至少 {row['min']} 户）" for row in self.strata
        ]
        return "；".join(rows)

    def overdue(self, now: datetime) -> bool:
        """Committed, and not drawn by the time the plan named."""
        return self.state == S.COMMITTED and self.draw_by is not None and self.draw_by <= now

    @property
    def result_open(self) -> bool:
        """May the result be read by everybody? A sealed draw's only after its reveal."""
        return self.state in COMMITTED_ONCE and (not self.sealed or self.revealed_at is not None)

    @transition("state", S.DRAFT, S.COMMITTED, conditions=[complete("commit")], permission=permits("commit"))
    def commit(self, *, actor: Any, at: Any, frozen: Any, **inputs: Any) -> None:
        """Take over what `supervision.draws.commitment.acts` froze in this transaction."""
        self.approver, self.committed_at = actor, at
        for name, value in frozen.items():
            setattr(self, name, value)
        if self.mode == Mode.DICE:
            # Rolled in the meeting, as soon as the commitment stands; lotteries name their own moment.
            self.seed_after = at

    @transition("state", S.COMMITTED, S.DRAWN, permission=permits("draw"))
    def draw(self, **inputs: Any) -> None:
        """The result was computed and is written in the same transaction."""

    @transition("state", S.VOID, S.VOID, conditions=[complete("disclose")], permission=permits("disclose"))
    def disclose(self, *, at: Any, **inputs: Any) -> None:
        """A void after the event does not cancel the duty to reveal (trust.md A.7)."""
        self.revealed_at = at

    @transition("state", S.DRAWN, S.REVEALED, conditions=[complete("reveal")], permission=permits("reveal"))
    def reveal(self, *, at: Any, **inputs: Any) -> None:
        """The secret goes into the log; from now on everybody can compute it."""
        self.revealed_at = at

    @transition(
        "state", _CORRECTABLE, GET_STATE(lambda plan, **_: plan.state, _CORRECTABLE), permission=permits("correct")
    )
    def correct(self, **inputs: Any) -> None:
        """Two people put the announced value beside the typed one; the job computes again, the first result stays."""

    @transition("state", [S.DRAWN, S.REVEALED], S.CLOSED, conditions=[complete("close")], permission=permits("close"))
    def close(self, **inputs: Any) -> None:
        """Every pick was visited, changed by the rules, or has its failure on record."""

    @transition("state", [S.COMMITTED, S.DRAWN, S.REVEALED], S.VOID, permission=permits("void"))
    def void(self, **inputs: Any) -> None:
        """Two people and a reason; a new plan and a new event are needed (trust.md A.1, row 6)."""


class DrawPlanChange(StateChange):
    subject = models.ForeignKey(DrawPlan, models.PROTECT, related_name="changes", verbose_name="抽查方案")

    class Meta(StateChange.Meta):
        verbose_name = verbose_name_plural = "抽查方案流转"
        constraints: ClassVar = [models.UniqueConstraint(fields=["subject", "revision"], name="draw_plan_change_once")]
        triggers: ClassVar = append_only("draw_plan_change")


class DrawEndorsement(Endorsement):
    """四眼 of voiding a draw; `round` is the revision it was proposed on."""

    ACTS: ClassVar = {"void": "作废"}

    subject = models.ForeignKey(DrawPlan, models.PROTECT, related_name="endorsements", verbose_name="抽查方案")
    reason = Lines("公开的理由", blank=True)

    class Meta(Endorsement.Meta):
        verbose_name = verbose_name_plural = "抽查作废复核"
