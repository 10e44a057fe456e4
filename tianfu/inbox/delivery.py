"""Working through the outbox: claim, hand over, mark. A crash in between may send a mail twice, never lose one."""

import logging
from datetime import timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q

from tianfu.accounts.models import User
from tianfu.inbox.models import MailState, OutgoingMail
from tianfu.inbox.outbox import nudge, only_shown
from tianfu.inbox.smtp import NotDelivered, hand_over
from tianfu.inbox.wording import clean, one_line
from tianfu.ledger.recording import record
from tianfu.workflow.clock import now

log = logging.getLogger(__name__)

# Pauses after the 1st, 2nd … failed attempt; after the last one the mail is parked.
BACK_OFF = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 360, 1440))
# A mail claimed longer ago than this belongs to a worker that died.
CLAIM_LASTS = timedelta(minutes=10)
WIPED = "（邮件含一次性链接，发出后已清除正文。）"


def deliver_due(limit: int = 100) -> int:
    """Send what is due, at most `limit` mails; the number sent. Without SMTP_URL nothing is sent: the demo marks mails as
    readable, elsewhere they wait and the outbox page warns. Whatever one mail raises is that mail's: it is put back or
    parked with its reason, and the others go on."""
    if only_shown():
        OutgoingMail.objects.filter(state=MailState.QUEUED).update(state=MailState.SHOWN)
    if not settings.SMTP_URL:
        return 0
    _park_deadly()
    sent = 0
    for _ in range(limit):
        mail = _claim()
        if mail is None:
            break
        try:
            hand_over(mail)
        except NotDelivered as error:
            _put_back(mail, error)
            if error.server_down:
                break
        except SoftTimeLimitExceeded:  # this worker's time is up, not the mail's
            _put_back(mail, NotDelivered("发送超过了一次执行的时限"))
            break
        except Exception as error:
            log.exception("mail %s", mail.pk)
            _put_back(mail, NotDelivered(f"发送程序出错：{type(error).__name__}：{error}"))
        else:
            _mark_sent(mail)
            sent += 1
    return sent


def _park_deadly() -> None:
    """A mail whose workers die one after the other is not tried for ever."""
    abandoned = OutgoingMail.objects.filter(state=MailState.SENDING, claimed_at__lt=now() - CLAIM_LASTS)
    abandoned.filter(attempts__gt=len(BACK_OFF)).update(
        state=MailState.PARKED, last_error="发送这封邮件的进程多次中断，请运维人员查看日志后重试。"
    )


def _claim() -> OutgoingMail | None:
    """Take one due mail for this worker, committed before anything is sent."""
    at = now()
    waiting = Q(state__in=(MailState.QUEUED, MailState.FAILED), run_after__lte=at)
    abandoned = Q(state=MailState.SENDING, claimed_at__lt=at - CLAIM_LASTS)
    with transaction.atomic():
        due = OutgoingMail.objects.select_for_update(skip_locked=True).filter(waiting | abandoned)
        mail = due.order_by("run_after", "pk").first()
        if mail is not None:
            mail.state, mail.claimed_at = MailState.SENDING, at
            mail.attempts += 1
            mail.save(update_fields=["state", "claimed_at", "attempts"])
    return mail


def _mine(mail: OutgoingMail) -> models.QuerySet[OutgoingMail]:
    """The row, if it is still this worker's: after CLAIM_LASTS another may have taken and even sent it."""
    return OutgoingMail.objects.filter(pk=mail.pk, state=MailState.SENDING, attempts=mail.attempts)


def _mark_sent(mail: OutgoingMail) -> None:
    wiped = {"body_text": WIPED, "body_html": ""} if mail.secret and not settings.DEMO else {}
    _mine(mail).update(state=MailState.SENT, sent_at=now(), last_error="", **wiped)


def _put_back(mail: OutgoingMail, error: NotDelivered) -> None:
    # A server's answer may hold bytes that no column takes.
    reason = one_line(clean(str(error).encode("utf-8", "replace").decode()), 500)
    parked = error.permanent or mail.attempts > len(BACK_OFF)
    log.warning("邮件 %s 未送达（第 %s 次）：%s", mail.pk, mail.attempts, error)
    if parked:
        _mine(mail).update(state=MailState.PARKED, last_error=reason)
    else:
        later = now() + BACK_OFF[mail.attempts - 1]
        _mine(mail).update(state=MailState.FAILED, last_error=reason, run_after=later)


def retry(mail: OutgoingMail, actor: User) -> bool:
    """Queue a parked mail again with all its attempts; False when it is not parked (any more)."""
    with transaction.atomic():
        changed = OutgoingMail.objects.filter(pk=mail.pk, state=MailState.PARKED).update(
            state=MailState.QUEUED, attempts=0, run_after=now()
        )
        if changed:
            record("outgoingmail.retry", actor=actor, subject=mail)
            transaction.on_commit(nudge, robust=True)
    return bool(changed)
