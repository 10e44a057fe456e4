from datetime import UTC
from typing import ClassVar

from django.db import models

from tianfu.ledger.canonical import canonical, sha256_hex
from tianfu.ledger.protection import append_only


class AuditSeal(models.Model):
    """Closes a range of audit rows: their number, their Merkle root, and the seal before it.

    Rows may be missing inside a range of numbers (a rolled-back transaction uses one up), so
    `rows` says how many there were.
    """

    n = models.PositiveBigIntegerField("封存序号", primary_key=True)
    first_id = models.BigIntegerField("起始编号")
    last_id = models.BigIntegerField("截止编号")
    rows = models.PositiveIntegerField("条数")
    merkle_root = models.CharField("默克尔树根", max_length=64)
    prev = models.CharField("前一封存的哈希", max_length=64, blank=True)
    hash = models.CharField("哈希", max_length=64)
    sealed_at = models.DateTimeField("封存时间")

    class Meta:
        verbose_name = verbose_name_plural = "审计封存"
        default_permissions = ("view",)
        ordering: ClassVar[list[str]] = ["-n"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["prev"], name="seal_has_one_successor"),
            models.CheckConstraint(condition=models.Q(last_id__gte=models.F("first_id")), name="seal_range_forward"),
        ]
        triggers = append_only("audit_seal")

    def __str__(self) -> str:
        return f"封存 {self.n}（{self.first_id}–{self.last_id}）"

    def computed_hash(self) -> str:
        """The hash the seal should have, from its columns; `prev` chains it to the one before."""
        return sha256_hex(
            canonical(
                {
                    "first_id": self.first_id,
                    "last_id": self.last_id,
                    "merkle_root": self.merkle_root,
                    "n": self.n,
                    "prev": self.prev,
                    "rows": self.rows,
                    "sealed_at": self.sealed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
                }
            )
        )
