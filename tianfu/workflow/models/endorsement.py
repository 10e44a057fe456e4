from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Endorsement(models.Model):
    """Four eyes: two different people behind one act on one subject, in one round.

    A subclass adds `subject = models.ForeignKey(...)`; one that declares its own Meta inherits from
    `Endorsement.Meta`. The first act writes the row, the second fills it and calls the door. The
    database refuses the same person twice, whatever the code above does.
    """

    act = models.CharField("事项", max_length=40)  # a stage key, or an act such as "suspend"
    round = models.PositiveSmallIntegerField("轮次", default=1)
    outcome = models.CharField("结论", max_length=40)
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人")
    first_at = models.DateTimeField("经办时间")
    first_note = models.TextField("经办意见", blank=True)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="复核人"
    )
    second_at = models.DateTimeField("复核时间", null=True, blank=True)
    second_note = models.TextField("复核意见", blank=True)

    # The subclass's foreign key.
    subject: ClassVar[models.ForeignKey]

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(second_by__isnull=True) | ~Q(second_by=F("first_by")),
                name="%(app_label)s_%(class)s_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True, second_at__isnull=True)
                | Q(second_by__isnull=False, second_at__isnull=False),
                name="%(app_label)s_%(class)s_second_whole",
            ),
            models.UniqueConstraint(fields=["subject", "act", "round"], name="%(app_label)s_%(class)s_once_a_round"),
        ]

    @property
    def complete(self) -> bool:
        """Have both people acted?"""
        return self.second_by_id is not None
