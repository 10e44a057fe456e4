"""更正: what two people put beside a published result, which itself is never changed (trust.md A.1, row 10)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from supervision.inspections.states import ResultWord
from tianfu.text.columns import Lines
from tianfu.workflow.models.endorsement import Endorsement


class ResultCorrection(Endorsement):
    """The reason is `first_note`; public with the day of its second signature."""

    ACTS: ClassVar = {"correct": "更正"}

    subject = models.ForeignKey(
        "supervision.InspectionTask", models.PROTECT, related_name="corrections", verbose_name="检查任务"
    )
    before = models.CharField("更正前的检查结果", max_length=20, choices=ResultWord)
    word = models.CharField("更正后的检查结果", max_length=20, choices=ResultWord)
    explanation = Lines("更正后的情况说明", blank=True)

    class Meta(Endorsement.Meta):
        verbose_name = verbose_name_plural = "检查结果更正"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            *Endorsement.Meta.constraints,
            models.CheckConstraint(condition=~Q(word=models.F("before")), name="correction_changes_the_word"),
            models.CheckConstraint(condition=~Q(first_note=""), name="correction_says_why"),
        ]
