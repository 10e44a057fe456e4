"""更正号码: the announced value, put beside the one that two typists agreed on and that was wrong (trust.md A.1, row 10)."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from tianfu.workflow.models.endorsement import Endorsement

# Whose word the wrong value is does not say that it was wrong: its typists, and whoever corrected it before.
_ANOTHER = """
    IF NEW.second_by_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM supervision_drawresult r
        LEFT JOIN supervision_valueentry e ON e.id = r.entry_id
        LEFT JOIN supervision_valuecorrection c ON c.id = r.correction_id
        WHERE r.plan_id = NEW.subject_id AND r.correction_id IS DISTINCT FROM NEW.id
          AND NEW.second_by_id IN (e.first_by_id, e.second_by_id, c.first_by_id, c.second_by_id)
    ) THEN
        RAISE EXCEPTION 'a value is corrected by somebody who did not vouch for it' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class ValueCorrection(Endorsement):
    """Two people put `values` beside `before`; a second result is computed of it, and the first stays.

    The reason is `first_note`: public with the second signature, word for word.
    """

    ACTS: ClassVar = {"correct": "更正号码"}

    subject = models.ForeignKey(
        "supervision.DrawPlan", models.PROTECT, related_name="corrections", verbose_name="抽查方案"
    )
    before = models.JSONField("更正前的号码")
    values = models.JSONField("更正后的号码")
    url = models.URLField("公告地址", max_length=500, blank=True)
    evidence = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="公告照片"
    )

    class Meta(Endorsement.Meta):
        verbose_name = verbose_name_plural = "开奖号码更正"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            *Endorsement.Meta.constraints,
            models.CheckConstraint(condition=~Q(values=F("before")), name="value_correction_changes_it"),
            models.CheckConstraint(condition=~Q(first_note=""), name="value_correction_says_why"),
            models.CheckConstraint(
                condition=~Q(url="") | Q(evidence__isnull=False), name="value_correction_has_evidence"
            ),
        ]
        triggers: ClassVar[list[Any]] = [
            *Endorsement.Meta.triggers,
            pgtrigger.ReadOnly(
                name="value_correction_text_stays",
                fields=[
                    "subject", "before", "values", "url", "evidence", "first_by", "first_at", "first_note", "round",
                ],
            ),
            pgtrigger.Protect(
                name="value_correction_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__second_at__isnull=False) | pgtrigger.Q(old__withdrawn_at__isnull=False),
            ),
            pgtrigger.Trigger(
                name="value_correction_by_another",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_ANOTHER,
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.subject} 号码更正"

    @property
    def announced(self) -> dict[str, str]:
        """By source id, as a `ValueEntry` says it."""
        return dict(self.values)

    @property
    def notice(self) -> str:
        """Address of the announcement; "" where a photo stands for it."""
        return self.url
