"""抽取结果: the canonical result as everybody computes it, and its picks as rows."""

from typing import TYPE_CHECKING, ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from supervision.draws.states import Outcome
from tianfu.text.columns import Lines

if TYPE_CHECKING:
    from supervision.draws.models.value_correction import ValueCorrection
    from supervision.draws.models.value_entry import ValueEntry


class DrawResult(models.Model):
    """One that counts per plan, of the typed values or of their correction; the one before it stays (trust.md A.1, row 10)."""

    plan = models.ForeignKey("supervision.DrawPlan", models.PROTECT, related_name="results", verbose_name="抽查方案")
    entry = models.OneToOneField(
        "supervision.ValueEntry", models.PROTECT, null=True, blank=True, related_name="result", verbose_name="号码"
    )
    correction = models.OneToOneField(
        "supervision.ValueCorrection", models.PROTECT, null=True, blank=True, related_name="result", verbose_name="更正"
    )
    values_file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name="values.json")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name="result.json")
    seed = models.CharField("种子", max_length=64)
    sha256 = models.CharField("结果 SHA-256", max_length=64)
    computed_at = models.DateTimeField("计算时间")
    superseded_at = models.DateTimeField("被更正的时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "抽取结果"
        ordering: ClassVar = ["computed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan"], condition=Q(superseded_at=None), name="draw_result_one_per_plan"),
            models.CheckConstraint(
                condition=Q(entry__isnull=False, correction=None) | Q(entry=None, correction__isnull=False),
                name="draw_result_of_one_value",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="draw_result_stays", exclude=["superseded_at"]),
            pgtrigger.Protect(name="draw_result_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="draw_result_superseded_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__superseded_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.sha256[:12]}"

    @property
    def source(self) -> "ValueEntry | ValueCorrection":
        """Where its numbers stand: `announced` and `notice`."""
        found = self.entry if self.correction is None else self.correction
        assert found is not None, "the database keeps one of them"
        return found


class Pick(models.Model):
    """One drawn object with its team, or with the code of why no team could be made."""

    plan = models.ForeignKey("supervision.DrawPlan", models.PROTECT, related_name="picks", verbose_name="抽查方案")
    result = models.ForeignKey(DrawResult, models.PROTECT, related_name="picks", verbose_name="结果")
    object = models.ForeignKey(
        "supervision.InspectionObject", models.PROTECT, related_name="picks", verbose_name="检查对象"
    )
    stratum = models.CharField("分层", max_length=64)
    ticket = models.CharField("号签", max_length=64)
    position = models.PositiveIntegerField("顺序")
    failure = models.CharField("未能组成检查组", max_length=80, blank=True)
    outcome = models.CharField("结局", max_length=10, choices=Outcome, blank=True)
    outcome_note = Lines("结局说明", blank=True)
    finished_at = models.DateTimeField("办结时间", null=True, blank=True)
    # The pick of a superseded result whose check had begun: that check goes on and counts for this pick too.
    carried_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="carried", verbose_name="沿用的检查"
    )

    class Meta:
        verbose_name = verbose_name_plural = "抽中对象"
        ordering: ClassVar = ["plan", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["result", "position"], name="pick_position_once"),
            models.UniqueConstraint(fields=["result", "object"], name="pick_object_once"),
            models.CheckConstraint(
                condition=Q(outcome="", finished_at=None) | (~Q(outcome="") & Q(finished_at__isnull=False)),
                name="pick_finished_whole",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["plan", "outcome"], name="pick_open")]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="pick_stays", exclude=["outcome", "outcome_note", "finished_at"]),
            pgtrigger.Protect(name="pick_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.plan.number} 第 {self.position} 户"


class PickMember(models.Model):
    """An inspector in the drawn team. A replaced one stays, with the day he left it."""

    pick = models.ForeignKey(Pick, models.PROTECT, related_name="members", verbose_name="抽中对象")
    inspector = models.ForeignKey("supervision.Inspector", models.PROTECT, related_name="+", verbose_name="检查人员")
    lead = models.BooleanField("组长", default=False)
    position = models.PositiveSmallIntegerField("顺序")
    replaced_at = models.DateTimeField("被替换时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "检查组成员"
        ordering: ClassVar = ["pick", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pick", "inspector"], name="pick_member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.pick} {self.inspector}"
