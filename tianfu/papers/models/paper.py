import pgtrigger
from django.db import models

from tianfu.files.models import StoredFile
from tianfu.ledger.protection import append_only
from tianfu.papers.kinds import LONGEST, choices


class TemplateSource(models.Model):
    """The wording of a template, kept by its hash: an old paper is set again from here, not from today's file."""

    sha256 = models.CharField("SHA-256", max_length=64, primary_key=True)
    name = models.CharField("模板", max_length=40)
    text = models.TextField("模板原文")
    created_at = models.DateTimeField("存入时间")

    class Meta:
        verbose_name = verbose_name_plural = "文书模板原文"
        default_permissions = ("view",)
        triggers: list[pgtrigger.Trigger] = append_only("template_source")

    def __str__(self) -> str:
        return f"{self.name} {self.sha256[:12]}"


class Paper(models.Model):
    """An issued paper: a snapshot of its data, its wording and its bytes. Never changed, never deleted.

    `key` names the occasion (one paper per occasion, whatever is retried); `demo` papers carry 演示样张.
    """

    kind = models.CharField("种类", max_length=LONGEST, choices=choices)
    number = models.CharField("编号", max_length=60, db_index=True)
    key = models.CharField("事由键", max_length=120, unique=True, null=True)
    template = models.CharField("模板", max_length=40)
    source = models.ForeignKey(TemplateSource, models.PROTECT, related_name="+", db_column="template_sha256")
    font_version = models.CharField("字库与排版版本", max_length=80)
    data = models.JSONField("数据")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="paper", verbose_name="文件")
    demo = models.BooleanField("演示")
    created_at = models.DateTimeField("制作时间")

    class Meta:
        verbose_name = verbose_name_plural = "文书"
        default_permissions = ("view",)
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["number", "kind"], name="paper_number_kind")]
        constraints = [
            models.CheckConstraint(condition=models.Q(sha256__regex="^[0-9a-f]{64}$"), name="paper_sha256"),
            models.CheckConstraint(condition=~models.Q(number=""), name="paper_has_number"),
        ]
        triggers: list[pgtrigger.Trigger] = append_only("paper")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def template_sha256(self) -> str:
        return str(self.source_id)
