from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from tianfu.ledger.protection import append_only


class LogIdentity(models.Model):
    """The one row that says whose log this is; written with the first checkpoint, never changed (log/identity.py)."""

    id = models.PositiveSmallIntegerField("行", primary_key=True, default=1, editable=False)
    origin = models.TextField("日志名称")
    public_key = models.BinaryField("公钥")
    named_at = models.DateTimeField("确定时间")

    class Meta:
        verbose_name = verbose_name_plural = "公示日志的名称和公钥"
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="log_identity_is_one"),
            models.CheckConstraint(condition=~models.Q(origin=""), name="log_identity_has_a_name"),
        ]
        triggers = append_only("log_identity")


class LogOutbox(models.Model):
    """An entry as its act wrote it, in the act's own transaction; it waits for its number."""

    entry = models.TextField("条目")
    created_at = models.DateTimeField("写入时间")
    integrated_at = models.DateTimeField("编入时间", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "公示日志待编条目"
        default_permissions = ("view",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["id"], name="log_outbox_waiting", condition=models.Q(integrated_at=None)),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            pgtrigger.ReadOnly(name="log_outbox_entry_stays", fields=["entry", "created_at"]),
            pgtrigger.Protect(name="log_outbox_is_kept", operation=pgtrigger.Delete),
        ]


class LogLeaf(models.Model):
    """An entry with its number; numbers count from 0 without a gap."""

    idx = models.PositiveBigIntegerField("序号", primary_key=True)
    entry = models.TextField("条目")
    leaf_hash = models.BinaryField("叶哈希")
    outbox = models.OneToOneField(LogOutbox, models.PROTECT, related_name="leaf", verbose_name="来源")

    class Meta:
        verbose_name = verbose_name_plural = "公示日志条目"
        default_permissions = ("view",)
        ordering: ClassVar[list[str]] = ["idx"]
        indexes: ClassVar[list[models.Index]] = [
            # What the log holds about one number (log/entries.py).
            models.Index(KeyTextTransform("number", Cast("entry", models.JSONField())), name="log_leaf_number"),
        ]
        triggers = append_only("log_leaf")


class LogNode(models.Model):
    """Hash of a complete subtree: `level` 1 covers two leaves, and so on."""

    level = models.PositiveSmallIntegerField("层")
    idx = models.PositiveBigIntegerField("序号")
    hash = models.BinaryField("哈希")

    class Meta:
        verbose_name = verbose_name_plural = "公示日志节点"
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["level", "idx"], name="log_node_once"),
        ]
        triggers = append_only("log_node")


class LogCheckpoint(models.Model):
    """The signed head of the log at one size."""

    size = models.PositiveBigIntegerField("条数", primary_key=True)
    root = models.BinaryField("树根")
    note = models.TextField("检查点")
    signed_at = models.DateTimeField("签发时间")

    class Meta:
        verbose_name = verbose_name_plural = "公示日志检查点"
        default_permissions = ("view",)
        ordering: ClassVar[list[str]] = ["-size"]
        triggers = append_only("log_checkpoint")
