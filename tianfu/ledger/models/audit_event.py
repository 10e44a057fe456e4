from datetime import UTC
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from tianfu.ledger.canonical import canonical, sha256_hex
from tianfu.ledger.protection import append_only


class AuditEvent(models.Model):
    """Who did what to which record, when and why. Written by `recording.record` only.

    The row never changes: `digest` is the SHA-256 of its canonical form, each minute's rows are
    sealed in a Merkle tree (AuditSeal). `data` holds no personal data, only names of fields and
    keyed fingerprints (`fingerprints.fingerprint`).
    """

    at = models.DateTimeField("时间", db_index=True)
    # Null = the system itself (a clock, a job).
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="操作人"
    )
    role = models.CharField("操作时的角色", max_length=400, blank=True)
    action = models.CharField("动作", max_length=80)
    subject_type = models.CharField("对象类型", max_length=80, blank=True)
    subject_id = models.CharField("对象编号", max_length=64, blank=True)
    reason = models.TextField("理由", blank=True)
    data = models.JSONField("内容", default=dict, blank=True)
    request_id = models.CharField("请求编号", max_length=64, blank=True)
    # Text, not inet: the database would spell an address its own way and the digest would not fit.
    ip = models.CharField("网络地址", max_length=45, blank=True)
    digest = models.CharField("摘要 SHA-256", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "审计事件"
        default_permissions = ("view",)
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="audit_subject"),
            models.Index(fields=["action", "-id"], name="audit_action"),
            models.Index(fields=["request_id"], name="audit_request", condition=~models.Q(request_id="")),
        ]
        triggers = append_only("audit_event")

    def __str__(self) -> str:
        return f"{self.pk} {self.action}"

    def content(self) -> dict[str, Any]:
        """What the digest covers: every column but the number, which the database gives later."""
        return {
            "action": self.action,
            "actor": self.actor_id,
            "at": self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "data": self.data,
            "ip": self.ip,
            "reason": self.reason,
            "request_id": self.request_id,
            "role": self.role,
            "subject_id": self.subject_id,
            "subject_type": self.subject_type,
        }

    def computed_digest(self) -> str:
        """The digest the row should have, from its columns."""
        return sha256_hex(canonical(self.content()))

    def leaf(self) -> bytes:
        """The bytes that stand for this row in a seal: its columns with its number."""
        return canonical({"id": self.pk, **self.content()})
