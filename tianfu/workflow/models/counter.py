from django.db import models


class Counter(models.Model):
    """The last serial given out in a scope and Beijing year. Written by `numbering.next_serial` only."""

    scope = models.CharField("范围", max_length=60)
    year = models.PositiveSmallIntegerField("年度")
    value = models.PositiveIntegerField("已用到", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "编号计数"
        constraints = [models.UniqueConstraint(fields=["scope", "year"], name="workflow_counter_scope_year")]

    def __str__(self) -> str:
        return f"{self.scope} {self.year}: {self.value}"
