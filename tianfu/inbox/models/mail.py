import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q

from tianfu.workflow.clock import now
from tianfu.workflow.models import Job


def new_message_id() -> str:
    """Fixed when the mail is stored: a mail sent twice after a crash is shown once by the reader's mailbox."""
    return f"<{uuid.uuid4()}@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}>"


class MailState(models.TextChoices):
    QUEUED = "queued", "待发送"
    SENT = "sent", "已发送"
    SHOWN = "shown", "仅供查看（演示）"


class Progress(models.TextChoices):
    """How far a mail has come, as people read it: its own state and that of its job together."""

    QUEUED = "queued", "待发送"
    SENDING = "sending", "发送中"
    FAILED = "failed", "未送达，将自动重试"
    PARKED = "parked", "已停止重试"
    SENT = "sent", "已发送"
    SHOWN = "shown", "仅供查看（演示）"


_WAITS = Q(state=MailState.QUEUED)
# What each progress is, for lists and counts.
PROGRESS: dict[str, Q] = {
    Progress.QUEUED: _WAITS & (Q(job=None) | Q(job__state=Job.State.QUEUED, job__last_error="")),
    Progress.SENDING: _WAITS & Q(job__state__in=(Job.State.RUNNING, Job.State.DONE)),
    Progress.FAILED: _WAITS & Q(job__state=Job.State.QUEUED) & ~Q(job__last_error=""),
    Progress.PARKED: _WAITS & Q(job__state=Job.State.PARKED),
    Progress.SENT: Q(state=MailState.SENT),
    Progress.SHOWN: Q(state=MailState.SHOWN),
}


class OutgoingMail(models.Model):
    """One mail to one address. Stored in the transaction of what it tells; a job of the one job table sends it."""

    to = models.EmailField("收件人", max_length=254)
    sender = models.CharField("发件人", max_length=200)
    subject = models.CharField("主题", max_length=200)
    body_text = models.TextField("正文")
    body_html = models.TextField("网页格式正文", blank=True)
    state = models.CharField("状态", max_length=10, choices=MailState.choices, default=MailState.QUEUED, editable=False)
    # Attempts, pauses, errors are the job's. None: shown only, or there was no mail server when it was stored, or the
    # job was purged long after it was done.
    job = models.OneToOneField(
        Job, models.SET_NULL, null=True, editable=False, related_name="mail", verbose_name="任务"
    )
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
            models.Index(fields=("id",), condition=Q(state=MailState.QUEUED), name="outgoingmail_unsent"),
            models.Index(fields=("-created_at",), name="outgoingmail_newest"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=MailState.values), name="outgoingmail_state_known"),
            models.CheckConstraint(
                condition=Q(state=MailState.SENT, sent_at__isnull=False) | (~Q(state=MailState.SENT) & Q(sent_at=None)),
                name="outgoingmail_sent_has_time",
            ),
        )

    def __str__(self) -> str:
        return self.subject

    @property
    def progress(self) -> Progress:
        """As in `PROGRESS`. A list selects the job beside the mail."""
        if self.state != MailState.QUEUED or self.job is None:
            return Progress(self.state)
        if self.job.state == Job.State.PARKED:
            return Progress.PARKED
        if self.job.state == Job.State.QUEUED:
            return Progress.FAILED if self.job.last_error else Progress.QUEUED
        return Progress.SENDING

    @property
    def last_error(self) -> str:
        """Why it has not been delivered; "" when nothing has gone wrong."""
        return self.job.last_error if self.job is not None and self.state == MailState.QUEUED else ""


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
