from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from tianfu.inbox.message_kind import Audience
from tianfu.ledger.protection import append_only
from tianfu.workflow.clock import now

if TYPE_CHECKING:
    from tianfu.accounts.models import User


class InboxMessageQuerySet(models.QuerySet["InboxMessage"]):
    def visible_to(self, user: "User") -> "InboxMessageQuerySet":
        """Those to the person, and those to the organisations the person now acts for; what is for managers only
        (somebody wants to join) stays with managers."""
        acting = user.active_memberships
        managed = [m.organisation_id for m in acting if m.can_manage]
        others = [m.organisation_id for m in acting if not m.can_manage]
        return self.filter(
            Q(user=user) | Q(organisation__in=managed) | (Q(organisation__in=others) & ~Q(audience=Audience.MANAGERS))
        )

    def with_read(self, user: "User") -> "InboxMessageQuerySet":
        """Adds `is_read`: whether this person has opened the message."""
        return self.annotate(is_read=Exists(MessageRead.objects.filter(message=OuterRef("pk"), user=user)))

    def unread_by(self, user: "User") -> "InboxMessageQuerySet":
        return self.filter(~Exists(MessageRead.objects.filter(message=OuterRef("pk"), user=user)))


class InboxMessage(models.Model):
    """A message as it was delivered, text included: the legal channel (a mail only points to it). Written by `sending.notify`."""

    key = models.CharField("消息类型", max_length=40)
    audience = models.CharField("接收范围", max_length=10, choices=Audience.choices)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="接收组织"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="接收人"
    )
    subject = models.CharField("标题", max_length=80)
    body = models.TextField("正文")
    # Path inside this site where the reader acts on it, "" = nothing to do.
    link = models.CharField("办理地址", max_length=300, blank=True)
    # What it is about, e.g. "application:12": all messages of one case have the same.
    about = models.CharField("事项", max_length=80, blank=True)
    # Business key of a message that may be sent only once to this recipient.
    once = models.CharField(max_length=200, null=True, blank=True, unique=True, editable=False)
    created_at = models.DateTimeField("发送时间", default=now)

    objects = InboxMessageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "站内消息"
        ordering = ("-created_at", "-pk")
        default_permissions = ()
        constraints = (
            models.CheckConstraint(
                condition=Q(organisation__isnull=True, user__isnull=False)
                | Q(organisation__isnull=False, user__isnull=True),
                name="inboxmessage_one_recipient",
            ),
            models.CheckConstraint(condition=~Q(subject="") & ~Q(body=""), name="inboxmessage_has_text"),
        )
        indexes = (
            models.Index(fields=("organisation", "-created_at"), name="inboxmessage_organisation"),
            models.Index(fields=("user", "-created_at"), name="inboxmessage_user"),
            models.Index(fields=("about",), condition=~Q(about=""), name="inboxmessage_about"),
        )
        triggers = append_only("inbox_message")

    def __str__(self) -> str:
        return self.subject


class MessageRead(models.Model):
    """Proof of reading: this person opened this message then. The first reading by anyone starts appeal clocks."""

    message = models.ForeignKey(InboxMessage, models.PROTECT, related_name="reads", verbose_name="消息")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="阅读人")
    at = models.DateTimeField("阅读时间", default=now)

    class Meta:
        verbose_name = verbose_name_plural = "阅读记录"
        ordering = ("at", "pk")
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("message", "user"), name="messageread_once"),)
        triggers = append_only("inbox_read")

    def __str__(self) -> str:
        return f"{self.message_id} · {self.user_id}"
