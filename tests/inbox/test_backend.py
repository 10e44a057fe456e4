"""Django's own mails, and allauth's, end in the outbox."""

import pytest
from django.core.mail import BadHeaderError, EmailMessage, EmailMultiAlternatives, get_connection, send_mail

from tianfu.celery import app
from tianfu.inbox.mail.backend import AttachmentRefused
from tianfu.inbox.mail.outbox import store_mail
from tianfu.inbox.models import MailState, OutgoingMail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _outbox(settings) -> None:
    # The test runner replaces the backend by its own.
    settings.EMAIL_BACKEND = "tianfu.inbox.mail.backend.OutboxBackend"


def test_mail_is_stored_with_its_html_and_marked_secret() -> None:
    mail = EmailMultiAlternatives("请确认邮箱", "验证码 123456", "from@example.cn", ["a@example.cn"])
    mail.attach_alternative("<p>验证码 <b>123456</b></p>", "text/html")
    assert mail.send() == 1
    stored = OutgoingMail.objects.get()
    assert (stored.to, stored.sender, stored.subject) == ("a@example.cn", "from@example.cn", "请确认邮箱")
    assert (stored.body_text, stored.body_html) == ("验证码 123456", "<p>验证码 <b>123456</b></p>")
    assert (stored.key, stored.secret) == ("account", True)


def test_every_recipient_has_a_row_of_his_own() -> None:
    EmailMessage("题", "文", "f@example.cn", ["a@example.cn"], cc=["b@example.cn"], bcc=["c@example.cn"]).send()
    rows = OutgoingMail.objects.order_by("to")
    assert [row.to for row in rows] == ["a@example.cn", "b@example.cn", "c@example.cn"]
    assert len({row.message_id for row in rows}) == 3


def test_line_break_in_a_header_is_refused() -> None:
    with pytest.raises(BadHeaderError):
        send_mail("题\r\nBcc: evil@example.cn", "文", "f@example.cn", ["a@example.cn"])
    with pytest.raises(BadHeaderError):
        send_mail("题", "文", "f@example.cn", ["a@example.cn\nevil@example.cn"])
    assert OutgoingMail.objects.count() == 0


def test_batch_with_one_bad_mail_stores_none() -> None:
    good = EmailMessage("题", "文", "f@example.cn", ["a@example.cn"])
    bad = EmailMessage("题", "文", "f@example.cn", ["b@example.cn"])
    bad.attach("a.txt", "x", "text/plain")
    with pytest.raises(AttachmentRefused):
        get_connection().send_messages([good, bad])
    assert OutgoingMail.objects.count() == 0


@pytest.mark.parametrize(
    ("demo", "url", "state"),
    [
        (True, "", MailState.SHOWN),
        (True, "smtp://localhost", MailState.QUEUED),
        (False, "", MailState.QUEUED),
        (False, "smtp://localhost", MailState.QUEUED),
    ],
)
def test_only_the_demo_without_server_shows_instead_of_queuing(settings, demo: bool, url: str, state: str) -> None:
    settings.DEMO, settings.SMTP_URL = demo, url
    assert store_mail("a@example.cn", "题", "文", key="account").state == state


def test_dead_broker_does_not_disturb_the_commit(settings, django_capture_on_commit_callbacks) -> None:
    settings.SMTP_URL = "smtp://localhost"
    app.conf.broker_url, kept = "redis://127.0.0.1:1/0", app.conf.broker_url
    app._after_fork()  # forgets the pooled connections: before, to reach the dead one; after, not to leave it to others
    try:
        with django_capture_on_commit_callbacks(execute=True):
            store_mail("a@example.cn", "题", "文", key="account")
    finally:
        app.conf.broker_url = kept
        app._after_fork()
    stored = OutgoingMail.objects.get()
    assert (stored.state, stored.job.state) == (MailState.QUEUED, "queued")
