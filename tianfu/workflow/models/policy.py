from django.conf import settings
from django.db import models

from tianfu.ledger.protection import append_only
from tianfu.text.columns import Lines
from tianfu.workflow.policies.units import Unit, write_value


class Policy(models.Model):
    """One value of one rule of the field, from a date on, with its source. A row is never changed:
    a new value is a new row with a later date. Read through `policies.policy`."""

    key = models.CharField("参数", max_length=80)
    scope = models.SlugField("适用项目", max_length=60, blank=True, default="", help_text="空：所有项目")
    value = models.JSONField("值")
    unit = models.CharField("单位", max_length=20, choices=Unit)
    source = Lines("依据")
    proposal = models.BooleanField("建议值", default=False, help_text="尚无公开规定，按相近规定提出")
    valid_from = models.DateField("生效日期")
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="设定人"
    )
    # Who confirmed what `set_by` proposed; empty where one person may set it, and before two had to.
    seconded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="复核人"
    )
    set_at = models.DateTimeField("设定时间")

    class Meta:
        verbose_name = verbose_name_plural = "政策参数"
        ordering = ["key", "scope", "-valid_from"]
        triggers = append_only("policy")
        constraints = [
            models.UniqueConstraint(fields=["key", "scope", "valid_from"], name="workflow_policy_one_per_date"),
            models.CheckConstraint(condition=~models.Q(source=""), name="workflow_policy_has_source"),
            models.CheckConstraint(
                condition=models.Q(seconded_by=None) | ~models.Q(seconded_by=models.F("set_by")),
                name="workflow_policy_second_is_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.in_words}（{self.valid_from} 起）"

    @property
    def in_words(self) -> str:
        """The value with its unit, in Chinese."""
        return write_value(self.unit, self.value)
