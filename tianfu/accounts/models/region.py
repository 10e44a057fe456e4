from django.db import models


class RegionKind(models.TextChoices):
    PROVINCE = "province", "省"
    PREFECTURE = "prefecture", "市（州）"


class Region(models.Model):
    """An administrative division by its GB/T 2260 code. Rows come from `tianfu.accounts.reference`."""

    code = models.CharField("行政区划代码", max_length=6, primary_key=True)
    name = models.CharField("名称", max_length=40, unique=True)
    kind = models.CharField("级别", max_length=12, choices=RegionKind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="上级")
    # The wheels of PostgreSQL have no Chinese collation: lists sort by this column (stack.md 1).
    pinyin = models.CharField("拼音", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "行政区划"
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[0-9]{6}$"),
                name="region_code_is_six_digits",
                violation_error_message="行政区划代码应为 6 位数字。",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=RegionKind.PROVINCE, parent=None)
                | models.Q(kind=RegionKind.PREFECTURE, parent__isnull=False),
                name="region_prefecture_has_parent",
                violation_error_message="市（州）必须属于一个省，省没有上级。",
            ),
        )

    def __str__(self) -> str:
        return self.name
