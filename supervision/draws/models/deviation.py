"""变动: the one way to change a drawn team, by the next candidate of the draw itself (trust.md A.8)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from supervision.draws.states import DeviationCode
from tianfu.text.columns import Lines
from tianfu.workflow.models.endorsement import ONE_OPEN, Endorsement, signed_stays


class Deviation(Endorsement):
    """An inspector of a drawn team who cannot go, and who goes instead: computed, never chosen; two people; public.

    `replacement` is who was computed when it was proposed, from the confirmation on who goes; None: nobody fits.
    """

    subject = models.ForeignKey(
        "supervision.DrawPlan", models.PROTECT, related_name="deviations", verbose_name="抽查方案"
    )
    pick = models.ForeignKey("supervision.Pick", models.PROTECT, related_name="deviations", verbose_name="抽中对象")
    inspector = models.ForeignKey("supervision.Inspector", models.PROTECT, related_name="+", verbose_name="原检查人员")
    replacement = models.ForeignKey(
        "supervision.Inspector", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="替换人员"
    )
    code = models.CharField("原因", max_length=20, choices=DeviationCode)
    reason = Lines("内部说明")

    class Meta(Endorsement.Meta):
        verbose_name = verbose_name_plural = "抽查变动"
        ordering: ClassVar = ["first_at"]
        constraints: ClassVar = [
            # Several places of one drawn team may change at a time: one open proposal for each.
            *(row for row in Endorsement.Meta.constraints if row is not ONE_OPEN),
            models.UniqueConstraint(
                fields=["pick", "inspector"],
                condition=Q(withdrawn_at=None),
                name="deviation_once",
            ),
        ]
        triggers: ClassVar = signed_stays("replacement_id")

    def __str__(self) -> str:
        return f"{self.pick} {self.get_code_display()}"
