import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models

from tianfu.workflow.clock import now


def new_message_id() -> str:
    """Fixed when the mail is stored: a mail sent twice after a crash is shown once by the reader's mailbox."""
    return f"<{uuid.uuid4()}@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}>"


class MailState(models.TextChoices):
    QUEUED = "queued", "待发送"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发送"
    FAILED = "failed", "未送达，将自动重试"
    PARKED = "parked", "已停止重试"
    SHOWN = "shown", "仅供查看（演示）"


class OutgoingMail(models.Model):
    """One mail to one address. Stored in the transaction of what it tells; handed on by `delivery.py` only."""

    to = models.EmailField("收件人", max_length=254)
    sender = models.CharField("发件人", max_length=200)
    subject = models.CharField("主题", max_length=200)
    body_text = models.TextField("正文")
    body_html = models.TextField("网页格式正文", blank=True)
    state = models.CharField("状态", max_length=10, choices=MailState.choices, default=MailState.QUEUED, editable=False)
    attempts = models.PositiveSmallIntegerField("已尝试次数", default=0)
    last_error = models.CharField("最近一次错误", max_length=500, blank=True)
    run_after = models.DateTimeField("下次发送时间", default=now)
    claimed_at = models.DateTimeField(null=True, editable=False)
    message_id = models.CharField("邮件标识", max_length=200, unique=True, default=new_message_id)
    # Catalogue key, or "account" for sign-up, password and e-mail change.
    key = models.CharField("类型", max_length=40)
    about = models.CharField("事项", max_length=80, blank=True)
    # Carries a one-time link: outside the demo nobody but the addressee reads it, and it is wiped once sent.
    secret = models.BooleanField("含一次性链接", default=False)
    created_at = models.DateTimeField("生成时间", default=now)
    sent_at = models.DateTimeField("发出时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "发件箱"
        ordering = ("-created_at", "-pk")
        default_permissions = ()
        indexes = (
            models.Index(
                fields=("run_after",),
                condition=models.Q(state__in=(MailState.QUEUED, MailState.FAILED, MailState.SENDING)),
                name="outgoingmail_waiting",
            ),
            models.Index(fields=("-created_at",), name="outgoingmail_newest"),
        )
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=MailState.values), name="outgoingmail_state_known"),
            models.CheckConstraint(
                condition=models.Q(state=MailState.SENT, sent_at__isnull=False)
                | (~models.Q(state=MailState.SENT) & models.Q(sent_at=None)),
                name="outgoingmail_sent_has_time",
            ),
        )

    def __str__(self) -> str:
        return self.subject


class MailOptOut(models.Model):
    """This person wants no mail for this kind of message. The message itself always reaches the inbox."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="用户")
    key = models.CharField("消息类型", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "邮件退订"
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("user", "key"), name="mailoptout_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} · {self.key}"
