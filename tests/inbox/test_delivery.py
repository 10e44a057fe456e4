"""Delivery against a real SMTP server: taken, put off, refused, silent, and a worker that dies."""

import email
import threading
from datetime import timedelta
from email.header import decode_header, make_header

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from tests.inbox import make
from tests.inbox.smtp_server import mail_server
from tianfu.accounts.roles import Role
from tianfu.inbox import delivery
from tianfu.inbox.delivery import BACK_OFF, CLAIM_LASTS, WIPED, deliver_due, retry
from tianfu.inbox.models import MailState, OutgoingMail
from tianfu.inbox.outbox import store_mail
from tianfu.inbox.smtp import Server
from tianfu.inbox.tasks import deliver_mail
from tianfu.ledger.models import AuditEvent

pytestmark = pytest.mark.django_db


def queued(settings, url: str, **fields: object) -> OutgoingMail:
    settings.SMTP_URL = url
    return store_mail("a@example.cn", "申报已受理：四川泡菜", "您好", key="application_accepted", **fields)


def test_taken_mail_is_sent_once_with_its_own_message_id(settings) -> None:
    with mail_server() as box:
        mail = queued(settings, box.url, html="<p>您好</p>")
        deliver_mail()
        deliver_mail()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.last_error) == (MailState.SENT, 1, "")
    assert mail.sent_at is not None
    (text,) = box.received
    received = email.message_from_string(text)
    assert received["Message-ID"] == mail.message_id
    assert str(make_header(decode_header(received["Subject"]))) == "申报已受理：四川泡菜"
    assert received["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in received.walk()][1:] == ["text/plain", "text/html"]


def test_put_off_mail_waits_a_minute_and_is_then_taken(settings, clock) -> None:
    clock.set("2026-11-23T10:00:00")
    with mail_server(["451 try later"]) as box:
        mail = queued(settings, box.url)
        assert deliver_due() == 0
        mail.refresh_from_db()
        assert (mail.state, mail.attempts) == (MailState.FAILED, 1)
        assert mail.last_error == "邮件服务器拒绝：451 try later"
        assert deliver_due() == 0
        assert box.received == []
        clock.advance(seconds=61)
        assert deliver_due() == 1
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.last_error) == (MailState.SENT, 2, "")


def test_pauses_grow_and_end_in_parking(settings, clock) -> None:
    with mail_server(["451 no"] * 9) as box:
        mail = queued(settings, box.url)
        for pause in BACK_OFF:
            clock.advance(seconds=5)
            before = delivery.now()
            deliver_due()
            mail.refresh_from_db()
            assert mail.state == MailState.FAILED
            assert timedelta() <= mail.run_after - before - pause < timedelta(seconds=2)
            clock.advance(pause)
        clock.advance(seconds=5)
        deliver_due()
        mail.refresh_from_db()
        assert (mail.state, mail.attempts) == (MailState.PARKED, len(BACK_OFF) + 1)
        clock.advance(days=30)
        assert deliver_due() == 0
    assert box.received == []


def test_refused_address_is_parked_at_once_and_the_next_mail_goes_out(settings) -> None:
    with mail_server(["554 spam"]) as box:
        first, second = queued(settings, box.url), queued(settings, box.url)
        assert deliver_due() == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.last_error) == (MailState.PARKED, "邮件服务器拒绝：554 spam")
    assert second.state == MailState.SENT


@pytest.mark.parametrize(("answer", "state"), [("550 unknown", "parked"), ("450 greylisted", "failed")])
def test_recipient_refused_for_ever_or_for_now(settings, answer: str, state: str) -> None:
    with mail_server(refuse=answer) as box:
        mail = queued(settings, box.url)
        deliver_due()
    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == (state, f"收件地址被拒收：{answer}")


def test_silent_server_ends_the_run_and_loses_nothing(settings, clock) -> None:
    with mail_server(["hang"]) as box:
        first, second = queued(settings, box.url), queued(settings, box.url)
        assert deliver_due() == 0
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.state, first.attempts) == (MailState.FAILED, 1)
        assert "连接中断" in first.last_error
        assert (second.state, second.attempts) == (MailState.QUEUED, 0)
        clock.advance(minutes=2)
        assert deliver_due() == 2


def test_absent_server_is_named_in_the_error(settings) -> None:
    mail = queued(settings, "smtp://127.0.0.1:1")
    assert deliver_due() == 0
    mail.refresh_from_db()
    assert mail.state == MailState.FAILED
    assert mail.last_error.startswith("邮件服务器不可用：")


def test_mail_of_a_dead_worker_is_sent_later_with_the_same_message_id(settings, clock) -> None:
    with mail_server() as box:
        mail = queued(settings, box.url)
        claimed = delivery._claim()
        assert claimed is not None
        assert deliver_due() == 0
        clock.advance(CLAIM_LASTS + timedelta(seconds=1))
        assert deliver_due() == 1
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.SENT, 2)
    assert mail.message_id in box.received[0]


def test_late_worker_does_not_overwrite_what_its_successor_wrote(settings, clock) -> None:
    with mail_server() as box:
        mail = queued(settings, box.url)
        late = delivery._claim()
        clock.advance(CLAIM_LASTS + timedelta(seconds=1))
        deliver_due()
        delivery._put_back(late, delivery.NotDelivered("太迟", permanent=True))
    mail.refresh_from_db()
    assert mail.state == MailState.SENT


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_eight_workers_send_each_mail_once(settings) -> None:
    with mail_server() as box:
        for _ in range(24):
            queued(settings, box.url)

        def work() -> None:
            try:
                deliver_due()
            finally:
                connection.close()

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(box.received) == 24
    assert OutgoingMail.objects.filter(state=MailState.SENT, attempts=1).count() == 24


def test_one_time_links_are_wiped_once_sent_outside_the_demo(settings) -> None:
    with mail_server() as box:
        mail = queued(settings, box.url, html="<a>link</a>", secret=True)
        plain = queued(settings, box.url)
        settings.DEMO = False
        assert deliver_due() == 2
    mail.refresh_from_db()
    plain.refresh_from_db()
    assert (mail.body_text, mail.body_html) == (WIPED, "")
    assert plain.body_text == "您好"
    assert "link" in box.received[0]


def test_without_server_the_demo_shows_and_production_waits(settings) -> None:
    mail = queued(settings, "smtp://localhost")
    settings.SMTP_URL, settings.DEMO = "", False
    assert deliver_due() == 0
    mail.refresh_from_db()
    assert mail.state == MailState.QUEUED
    settings.DEMO = True
    assert deliver_due() == 0
    mail.refresh_from_db()
    assert mail.state == MailState.SHOWN


def test_retry_gives_a_parked_mail_all_its_attempts_again(settings) -> None:
    admin = make.officer(Role.SYSTEM_ADMIN)
    with mail_server(["554 no"]) as box:
        mail = queued(settings, box.url)
        deliver_due()
        mail.refresh_from_db()
        assert retry(mail, admin) is True
        assert retry(mail, admin) is False
        deliver_due()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.SENT, 1)
    event = AuditEvent.objects.get(action="outgoingmail.retry")
    assert (event.actor, event.subject_id) == (admin, str(mail.pk))


def test_smtp_url_is_read_with_escapes_and_defaults() -> None:
    assert Server.from_url("smtp://me%40x:p%2Fw@mail.example.cn:2525?tls=1&timeout=3") == Server(
        "mail.example.cn", 2525, "me@x", "p/w", starttls=True, timeout=3.0
    )
    assert Server.from_url("smtps://mail.example.cn") == Server("mail.example.cn", 465, tls=True)
    assert Server.from_url("smtp://mail.example.cn").port == 25


@pytest.mark.parametrize(
    "url",
    ["mail.example.cn", "http://mail.example.cn", "smtp://:secret@", "smtp://u:secret@h:99999", "smtp://h?timeout=x"],
)
def test_wrong_smtp_url_is_named_without_its_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SMTP_URL") as caught:
        Server.from_url(url)
    assert "secret" not in str(caught.value)
