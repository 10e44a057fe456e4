"""核实记录 and 复查记录: what the team found when it looked again, signed by two of it, and the paper made of it."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from supervision.inspections.states import RecheckAct, Signing
from tianfu.ledger.protection import append_only
from tianfu.text.columns import Line, Lines
from tianfu.workflow.models.endorsement import Endorsement, EndorsementQuerySet, signed_stays


class RecheckQuerySet(EndorsementQuerySet):
    def in_force(self) -> "RecheckQuerySet":
        """Signed by two; before two had to sign, by the one who registered it."""
        return self.filter(Q(second_by__isnull=False) | Q(alone=True))

    def counting(self) -> "RecheckQuerySet":
        """核实记录 whose answers count, the oldest first."""
        return self.in_force().filter(act=RecheckAct.RECHECK)

    def to_sign(self) -> "RecheckQuerySet":
        """They wait for the second inspector."""
        return self.filter(second_by=None, withdrawn_at=None, alone=False)


class Recheck(Endorsement):
    """One inspector writes it (`first_note`: what was found and why), another of the team signs it: then it counts.

    `act` 核实: after a return or an upheld objection; stands beside the filed record, which stays as both sides signed it,
    and its answers are those that count from then on. `act` 复查: of what was to be put right; `passed` says whether it was,
    and the inspected side signs it or does not (`signing`; of the time before, nothing is said) before the second inspector.
    """

    subject = models.ForeignKey(
        "supervision.InspectionTask", models.PROTECT, related_name="rechecks", verbose_name="检查任务"
    )
    checked_on = models.DateField("核实或复查日期")
    # 核实: {key of the item: {"answer": Answer, "note": text}}, every item of the task; 复查: {}
    answers = models.JSONField("逐项结果", default=dict, blank=True)
    passed = models.BooleanField("整改合格", null=True, blank=True)
    signing = models.CharField("被检查方签字", max_length=10, choices=Signing, blank=True)
    signatory = Line("签字人", max_length=60, blank=True)
    unsigned_reason = Lines("未签字的理由", blank=True)
    signature = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签字图片"
    )
    # Registered by one person when one was enough; no new row may say so.
    alone = models.BooleanField("一人登记", default=False, editable=False)

    objects: ClassVar[Any] = RecheckQuerySet.as_manager()

    class Meta(Endorsement.Meta):
        verbose_name = verbose_name_plural = "核实和复查记录"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            *Endorsement.Meta.constraints,
            models.CheckConstraint(condition=~Q(first_note=""), name="recheck_says_why"),
            models.CheckConstraint(
                condition=(Q(act=RecheckAct.RECHECK, passed=None) & ~Q(answers={}))
                | Q(act=RecheckAct.REINSPECT, passed__isnull=False, answers={}),
                name="recheck_of_one_kind",
            ),
            models.CheckConstraint(
                condition=Q(signing="")
                | (Q(act=RecheckAct.REINSPECT, signing=Signing.SIGNED, signature__isnull=False) & ~Q(signatory=""))
                | (Q(act=RecheckAct.REINSPECT, signing__in=[Signing.REFUSED, Signing.ABSENT]) & ~Q(unsigned_reason="")),
                name="recheck_signed_or_why_not",
            ),
        ]
        triggers: ClassVar[list[Any]] = [
            *signed_stays("signing", "signatory", "unsigned_reason", "signature_id"),
            pgtrigger.Protect(
                name="reinspection_of_both_sides",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(
                    old__second_by__isnull=True,
                    new__second_by__isnull=False,
                    new__act=RecheckAct.REINSPECT,
                    new__signing="",
                ),
            ),
            pgtrigger.Protect(
                name="recheck_by_two", operation=pgtrigger.Insert, condition=pgtrigger.Q(new__alone=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()}记录 {self.pk}"

    def get_act_display(self) -> str:
        return str(RecheckAct(self.act).label)

    @property
    def counts(self) -> bool:
        """As `in_force` says of many."""
        return self.second_by_id is not None or self.alone


class RecheckPaper(models.Model):
    """核实记录表 or 整改复查记录表: made once, when two inspectors have signed. Never public."""

    recheck = models.OneToOneField(Recheck, models.PROTECT, related_name="record_paper", verbose_name="记录")
    paper = models.OneToOneField("papers.Paper", models.PROTECT, related_name="+", verbose_name="文书")
    created_at = models.DateTimeField("制作时间")

    class Meta:
        verbose_name = verbose_name_plural = "核实和复查记录表"
        triggers: ClassVar[list[pgtrigger.Trigger]] = append_only("recheck_paper")

    def __str__(self) -> str:
        return str(self.paper)
