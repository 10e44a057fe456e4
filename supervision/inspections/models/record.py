"""现场记录: what the team wrote down, the problems it found, its photos, and the signature of the inspected side."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from supervision.inspections.states import Signing
from tianfu.text.columns import Line, Lines


class FieldRecord(models.Model):
    """One per task. It changes until the visit is filed, and stands from then on."""

    task = models.OneToOneField(
        "supervision.InspectionTask", models.PROTECT, related_name="record", verbose_name="任务"
    )
    visited_on = models.DateField("检查日期", null=True, blank=True)
    met = Line("现场接待人及职务", max_length=120, blank=True)
    witnesses = Line("见证人及单位", max_length=120, blank=True)
    # {key of the item: {"answer": Answer, "note": text}}
    answers = models.JSONField("逐项结果", default=dict, blank=True)
    remarks = Lines("其他情况", blank=True)
    signing = models.CharField("被检查方签字", max_length=10, choices=Signing, blank=True)
    signatory = Line("签字人", max_length=60, blank=True)
    unsigned_reason = Lines("未签字的理由", blank=True)
    signature = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签字图片"
    )
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="最近保存人")
    saved_at = models.DateTimeField("最近保存时间")
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提交人"
    )
    filed_at = models.DateTimeField("提交时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "现场记录"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(filed_at=None)
                | Q(signing=Signing.SIGNED, signature__isnull=False, visited_on__isnull=False)
                | (Q(signing__in=[Signing.REFUSED, Signing.ABSENT], visited_on__isnull=False) & ~Q(unsigned_reason="")),
                name="field_record_signed_or_why_not",
            ),
            models.CheckConstraint(
                condition=Q(filed_at=None, filed_by=None) | Q(filed_at__isnull=False, filed_by__isnull=False),
                name="field_record_filed_whole",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="field_record_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__filed_at__isnull=False),
            ),
            pgtrigger.Protect(name="field_record_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"现场记录 {self.task_id}"


class _Kept(models.Model):
    """Written by one of the team; taken back, never deleted. `key` is the sender's: sent again, it is the same entry."""

    key = models.UUIDField("发送编号", null=True, blank=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人")
    made_at = models.DateTimeField("登记时间")
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤下人"
    )
    taken_back_at = models.DateTimeField("撤下时间", null=True, blank=True)

    class Meta:
        abstract = True


class Finding(_Kept):
    """A problem found for one item."""

    task = models.ForeignKey(
        "supervision.InspectionTask", models.PROTECT, related_name="findings", verbose_name="检查任务"
    )
    item = models.ForeignKey("supervision.InspectionItem", models.PROTECT, related_name="+", verbose_name="检查事项")
    text = Lines("问题")

    class Meta:
        verbose_name = verbose_name_plural = "发现的问题"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="finding_says_what"),
            models.UniqueConstraint(fields=["task", "key"], name="finding_sent_once"),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="finding_text_stays", exclude=["taken_back_by", "taken_back_at"]),
            pgtrigger.Protect(name="finding_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.item}：{self.text[:40]}"


class TaskPhoto(_Kept):
    """A photo of the site. Never public."""

    task = models.ForeignKey(
        "supervision.InspectionTask", models.PROTECT, related_name="photos", verbose_name="检查任务"
    )
    file = models.OneToOneField("files.StoredFile", models.PROTECT, related_name="+", verbose_name="照片")

    class Meta:
        verbose_name = verbose_name_plural = "现场照片"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["task", "key"], name="task_photo_sent_once")]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="task_photo_stays", exclude=["taken_back_by", "taken_back_at"]),
            pgtrigger.Protect(name="task_photo_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return str(self.file)
