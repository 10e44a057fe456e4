"""Storing a mail: the only way a mail leaves this system begins here, inside the caller's transaction."""

from django.conf import settings

from tianfu.inbox.models import MailState, OutgoingMail
from tianfu.inbox.wording import clean, one_line
from tianfu.workflow.jobs import enqueue

# The kind of the jobs that send mails; delivery.py has its handler.
MAIL_JOB = "mail"


def only_shown() -> bool:
    """In the demo without a mail server, mails are for reading in the outbox page."""
    return settings.DEMO and not settings.SMTP_URL


def store_mail(
    to: str,
    subject: str,
    text: str,
    *,
    key: str,
    html: str = "",
    sender: str = "",
    about: str = "",
    secret: bool = False,
) -> OutgoingMail:
    """Store one mail to one address; it is sent after the caller's transaction has committed, or never."""
    mail = OutgoingMail.objects.create(
        to=one_line(to, 254),
        sender=one_line(sender or settings.DEFAULT_FROM_EMAIL, 200),
        subject=one_line(subject, 200),
        body_text=clean(text),
        body_html=html,
        key=key,
        about=about,
        secret=secret,
        state=MailState.SHOWN if only_shown() else MailState.QUEUED,
    )
    if settings.SMTP_URL:
        want_sent(mail)
    return mail


def want_sent(mail: OutgoingMail) -> None:
    """Make the job that sends this mail, as part of the caller's transaction; twice makes one job."""
    mail.job = enqueue(MAIL_JOB, f"mail:{mail.pk}")
    mail.save(update_fields=["job"])
