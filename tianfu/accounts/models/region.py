from django.db import models


class RegionKind(models.TextChoices):
    PROVINCE = "province", "省"
    PREFECTURE = "prefecture", "市（州）"
    COUNTY = "county", "县（市、区）"


class RegionQuerySet(models.QuerySet["Region"]):
    def served(self) -> "RegionQuerySet":
        """Those a programme is run in: what lists offer and numbers name. The others are there to be served later."""
        return self.filter(served=True)

    def serve(self, code: str, level: str = "") -> None:
        """A programme is run in this region: it and the ones right below it are offered from now on; where counties
        review in a whole province (`level`), those too."""
        wanted = models.Q(pk=code) | models.Q(parent=code)
        if level == RegionKind.COUNTY:
            wanted |= models.Q(parent__parent=code)
        self.filter(wanted).update(served=True)

    def seats(self) -> "RegionQuerySet":
        """The finest that are served: where an enterprise says it is registered. Prefectures; where a programme is
        reviewed by counties, those."""
        parts = self.model._default_manager.filter(parent=models.OuterRef("pk"), served=True)
        return self.served().exclude(kind=RegionKind.PROVINCE).exclude(models.Exists(parts))


class Region(models.Model):
    """An administrative division by its GB/T 2260 code, on three levels. Rows come from `tianfu.accounts.regions.reference`."""

    code = models.CharField("行政区划代码", max_length=6, primary_key=True)
    name = models.CharField("名称", max_length=40)
    kind = models.CharField("级别", max_length=12, choices=RegionKind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="上级")
    # The wheels of PostgreSQL have no Chinese collation: lists sort by this column (stack.md 1).
    pinyin = models.CharField("拼音", max_length=80)
    served = models.BooleanField("开办品牌项目", default=False)

    objects = RegionQuerySet.as_manager()

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
                | models.Q(kind__in=[RegionKind.PREFECTURE, RegionKind.COUNTY], parent__isnull=False),
                name="region_below_a_province_has_parent",
                violation_error_message="市（州）、县（市、区）必须有上级，省没有上级。",
            ),
            # 鼓楼区 is in three cities.
            models.UniqueConstraint(
                fields=["parent", "name"], name="region_name_once_below_its_parent", nulls_distinct=False
            ),
        )

    def __str__(self) -> str:
        return self.name
