"""Sending a stored mail: a job of the one job table (docs/decisions/0009).

A worker that dies between the server's yes and our own note sends the mail again, with the same Message-ID; none is lost.
"""

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from tianfu.inbox.mail.outbox import MAIL_JOB, only_shown, want_sent
from tianfu.inbox.mail.smtp import NotDelivered, hand_over
from tianfu.inbox.models import MailState, OutgoingMail
from tianfu.workflow.clock import now
from tianfu.workflow.jobs import PermanentFailure, TemporaryFailure, crash_point, handler
from tianfu.workflow.models import Job
from tianfu.workflow.rounds import each
from tianfu.workflow.upkeep import job_leases

# Seconds after the 1st, 2nd … failed attempt: a server that is away for a day loses nothing.
PAUSES = tuple(60 * minutes for minutes in (1, 5, 30, 120, 360, 1440))
# A server that took no mail at all is left alone so long by all the others, in seconds.
SERVER_REST = 60
WIPED = "（邮件含一次性链接，发出后已清除正文。）"
_AT_ONCE = 500


def _page(job: Job) -> str:
    pk = OutgoingMail.objects.filter(job=job).values_list("pk", flat=True).first()
    return reverse("admin:inbox_outgoingmail_change", args=[pk]) if pk else ""


@handler(MAIL_JOB, attempts=len(PAUSES) + 1, label="发送邮件", pauses=PAUSES, page=_page)
def send(job: Job) -> None:
    """Hand the job's mail to the server. What was sent, or is only shown in the demo, is not sent again.

    TemporaryFailure when the server does not take it now, PermanentFailure when it never will. A server that is away
    costs the one that found it an attempt, and the others a minute.
    """
    mail = OutgoingMail.objects.filter(job=job).first()
    if mail is None:
        raise PermanentFailure("这项任务的邮件已不存在，无需处理。")
    if mail.state != MailState.QUEUED:
        return
    if not settings.SMTP_URL:
        if only_shown():
            _waiting(mail).update(state=MailState.SHOWN)
            return
        job_leases.postpone(MAIL_JOB, SERVER_REST)
        raise TemporaryFailure("没有配置邮件服务器，请设置环境变量 SMTP_URL 并重启。")
    try:
        hand_over(mail)
    except NotDelivered as error:
        if error.server_down:
            job_leases.postpone(MAIL_JOB, SERVER_REST)
        raise (PermanentFailure if error.permanent else TemporaryFailure)(str(error)) from error
    crash_point("mail.taken")
    wiped = {"body_text": WIPED, "body_html": ""} if mail.secret and not settings.DEMO else {}
    _waiting(mail).update(state=MailState.SENT, sent_at=now(), **wiped)


def queue_waiting() -> int:
    """Mails stored while there was no mail server get their job now that there is one; how many. In a demo without a
    server they become readable instead."""
    waiting = OutgoingMail.objects.filter(state=MailState.QUEUED, job=None).order_by("pk")
    if only_shown():
        waiting.update(state=MailState.SHOWN)
    if not settings.SMTP_URL:
        return 0
    return each("queue mail", list(waiting[:_AT_ONCE]), _queue)


def _queue(mail: OutgoingMail) -> bool:
    want_sent(mail)
    return True


def _waiting(mail: OutgoingMail) -> QuerySet[OutgoingMail]:
    """The row, if nobody has sent it meanwhile: a run that lost its lease may still have come first."""
    return OutgoingMail.objects.filter(pk=mail.pk, state=MailState.QUEUED)
