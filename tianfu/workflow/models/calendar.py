from django.db import models

from tianfu.text.columns import Line


class Holiday(models.Model):
    """A day that differs from its weekday: a rest day, or a weekend day that is worked (调休).

    `provisional` rows stand in for a year whose notice of the State Council's office is not out yet.
    """

    date = models.DateField("日期", primary_key=True)
    rest = models.BooleanField("休息", help_text="否：周末调休上班")
    name = models.CharField("节日", max_length=40)
    source = Line("依据", max_length=200)
    provisional = models.BooleanField("暂定", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "节假日安排"
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {'休' if self.rest else '班'} {self.name}"


class CalendarVersion(models.Model):
    """One state of the whole holiday table. A due date is computed against one of them."""

    n = models.PositiveIntegerField("版本", unique=True)
    loaded_at = models.DateTimeField("载入时间")
    source = Line("依据", max_length=200)
    # Of the canonical text of every Holiday row, so that equal tables have equal sums.
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "日历版本"
        ordering = ["-n"]
        permissions = [("load_calendar", "可以载入年度放假通知")]

    def __str__(self) -> str:
        return f"第 {self.n} 版"
