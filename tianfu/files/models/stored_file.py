import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.urls import reverse

from tianfu.files.kinds import INLINE_CONTENT_TYPES
from tianfu.ledger.canonical import sha256_hex


class ScanState(models.TextChoices):
    """What a virus scanner said. "Not configured" is said aloud to the operator, never taken for clean."""

    NOT_CONFIGURED = "not_configured", "未配置病毒扫描"
    PENDING = "pending", "等待病毒扫描"
    CLEAN = "clean", "病毒扫描通过"
    INFECTED = "infected", "发现病毒，已隔离"
    UNSCANNED = "unscanned", "未能扫描，已搁置"


class FileUnreadable(Exception):
    """The file is registered but its content is gone or no longer what was registered."""

    def __init__(self, file: "StoredFile", wrong: str) -> None:
        self.file, self.wrong = file, wrong
        super().__init__(f"文件“{file.name}”（{file.pk}）{wrong}。")


class StoredFile(models.Model):
    """A file as it was received or issued: its content never changes, its hash says so.

    It lies outside the web root under a random path that has nothing to do with its name or id,
    and is served only through `files:download`, which asks the reader registered for `purpose`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("文件名", max_length=120)
    content_type = models.CharField("内容类型", max_length=100)
    size = models.PositiveBigIntegerField("大小（字节）")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    purpose = models.CharField("用途", max_length=60)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="上传人"
    )
    created_at = models.DateTimeField("存入时间")
    path = models.CharField("存储路径", max_length=100, unique=True, editable=False)
    scan_state = models.CharField("病毒扫描", max_length=20, choices=ScanState.choices)
    scan_finding = models.CharField("扫描发现", max_length=200, blank=True)
    scan_attempts = models.PositiveSmallIntegerField("扫描失败次数", default=0)
    scan_tried_at = models.DateTimeField("上次扫描", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "文件"
        default_permissions = ("view",)
        ordering: ClassVar[list[str]] = ["-created_at"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["created_at"], name="file_scan_pending", condition=models.Q(scan_state="pending")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="stored_file_not_empty"),
            models.CheckConstraint(condition=models.Q(sha256__regex="^[0-9a-f]{64}$"), name="stored_file_sha256"),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            # What a filing or a certificate refers to must stay what it was; only the scan may still answer.
            pgtrigger.ReadOnly(
                name="stored_file_facts_stay", exclude=["scan_state", "scan_finding", "scan_attempts", "scan_tried_at"]
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("files:download", args=[self.pk, self.name])

    @property
    def shown_inline(self) -> bool:
        """Whether a page may show the content itself (PDF and pictures)."""
        return self.content_type in INLINE_CONTENT_TYPES

    @property
    def released(self) -> bool:
        """Whether anybody but the uploader may have it: a file that no scanner has passed waits."""
        return self.scan_state in (ScanState.CLEAN, ScanState.NOT_CONFIGURED)

    def read(self) -> bytes:
        """The content, after its hash was compared. Raises FileUnreadable, in words."""
        try:
            with default_storage.open(self.path, "rb") as content:
                data: bytes = content.read()
        except OSError as error:
            raise FileUnreadable(self, "已登记，但存储中找不到") from error
        if len(data) != self.size or sha256_hex(data) != self.sha256:
            raise FileUnreadable(self, "的内容与登记的 SHA-256 不一致")
        return data
