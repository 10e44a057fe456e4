"""An import in two steps: what was read and previewed, row by row; then taken as previewed, whole, or not at all."""

from typing import ClassVar

from django.db import models

from tianfu.text.columns import Line


class DirectoryImport(models.Model):
    """One uploaded table. Its rows are kept until they are taken or given up; the digests stay."""

    class Target(models.TextChoices):
        INSPECTORS = "inspectors", "执法检查人员"
        OBJECT_TAGS = "object_tags", "检查对象补充标签"

    target = models.CharField("导入内容", max_length=20, choices=Target)
    file_name = Line("文件名", max_length=120)
    file_sha256 = models.CharField("文件摘要", max_length=64)
    rows_sha256 = models.CharField("预览摘要", max_length=64)
    total = models.PositiveIntegerField("行数")
    good = models.PositiveIntegerField("可导入行数")
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="上传人")
    uploaded_at = models.DateTimeField("上传时间")
    taken_at = models.DateTimeField("导入时间", null=True, blank=True)
    dropped_at = models.DateTimeField("放弃时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "名录导入"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(taken_at=None) | models.Q(dropped_at=None), name="directory_import_one_end"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def bad(self) -> int:
        """Rows that are not taken."""
        return self.total - self.good

    @property
    def open(self) -> bool:
        """Neither taken nor given up."""
        return self.taken_at is None and self.dropped_at is None


class ImportRow(models.Model):
    """A row of the table as it was read, and what is wrong with it; `number` as the spreadsheet counts."""

    batch = models.ForeignKey(DirectoryImport, models.CASCADE, related_name="rows", verbose_name="导入")
    number = models.PositiveIntegerField("行号")
    cells = models.JSONField("内容")
    problems = models.JSONField("问题", default=list)
    what = models.CharField("结果", max_length=10, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入行"
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_once")]

    def __str__(self) -> str:
        return f"{self.number}"
