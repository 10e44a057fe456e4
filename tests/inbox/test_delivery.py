"""Delivery against a real SMTP server: taken, put off, refused, silent, and a worker that dies. A mail is a job."""

import email
from datetime import timedelta
from email.header import decode_header, make_header

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db.models.functions import Now

from tests.inbox import make
from tests.inbox.make import deliver, let_pauses_end
from tests.inbox.smtp_server import mail_server
from tests.threads import together
from tianfu.accounts.roles import Role
from tianfu.inbox.mail.delivery import PAUSES, SERVER_REST, WIPED, queue_waiting
from tianfu.inbox.mail.outbox import store_mail, want_sent
from tianfu.inbox.mail.smtp import Server
from tianfu.inbox.models import PROGRESS, InboxMessage, MailState, OutgoingMail, Progress
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import jobs
from tianfu.workflow.models import Job
from tianfu.workflow.upkeep import job_leases, retention

pytestmark = pytest.mark.django_db


def queued(settings, url: str, **fields: object) -> OutgoingMail:
    settings.SMTP_URL = url
    return store_mail("a@example.cn", "申报已受理：四川泡菜", "您好", key="application_accepted", **fields)


def state(mail: OutgoingMail) -> tuple[str, int, str]:
    """(how far, attempts, last error) as stored; what a list counts it under is the same."""
    mail = OutgoingMail.objects.select_related("job").get(pk=mail.pk)
    counted = [name for name, which in PROGRESS.items() if OutgoingMail.objects.filter(which, pk=mail.pk).exists()]
    assert counted == [mail.progress]
    return mail.progress, mail.job.attempts if mail.job else 0, mail.last_error


def waiting(seconds: int) -> int:
    """How many jobs are queued and due in about so many seconds."""
    late = Now() + timedelta(seconds=seconds)
    return Job.objects.filter(
        state=Job.State.QUEUED, run_after__gt=late - timedelta(seconds=9), run_after__lte=late
    ).count()


def test_a_mail_is_a_job_stored_with_it(settings) -> None:
    mail = queued(settings, "smtp://localhost")
    job = Job.objects.get()
    assert (mail.job, job.kind, job.key, job.state) == (job, "mail", f"mail:{mail.pk}", Job.State.QUEUED)
    assert state(mail) == (Progress.QUEUED, 0, "")
    want_sent(mail)
    assert Job.objects.count() == 1


def test_taken_mail_is_sent_once_with_its_own_message_id(settings) -> None:
    with mail_server() as box:
        mail = queued(settings, box.url, html="<p>您好</p>")
        assert (deliver(), deliver()) == (1, 0)
    assert state(mail) == (Progress.SENT, 1, "")
    mail.refresh_from_db()
    assert mail.sent_at is not None
    (text,) = box.received
    received = email.message_from_string(text)
    assert received["Message-ID"] == mail.message_id
    assert str(make_header(decode_header(received["Subject"]))) == "申报已受理：四川泡菜"
    assert received["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in received.walk()][1:] == ["text/plain", "text/html"]


def test_put_off_mail_waits_a_minute_and_is_then_taken(settings) -> None:
    with mail_server(["451 try later"]) as box:
        mail = queued(settings, box.url)
        deliver()
        assert state(mail) == (Progress.FAILED, 1, "邮件服务器拒绝：451 try later")
        assert waiting(60) == 1
        assert (deliver(), box.received) == (0, [])
        let_pauses_end()
        assert deliver() == 1
    assert state(mail) == (Progress.SENT, 2, "")


def test_pauses_grow_and_end_in_parking(settings) -> None:
    with mail_server(["451 no"] * 9) as box:
        mail = queued(settings, box.url)
        for pause in PAUSES:
            deliver()
            assert state(mail)[0] == Progress.FAILED
            assert waiting(pause) == 1
            let_pauses_end()
        deliver()
        assert state(mail) == (Progress.PARKED, len(PAUSES) + 1, "邮件服务器拒绝：451 no")
        let_pauses_end()
        assert (deliver(), box.received) == (0, [])


def test_refused_address_is_parked_at_once_and_the_next_mail_goes_out(settings) -> None:
    with mail_server(["554 spam"]) as box:
        first, second = queued(settings, box.url), queued(settings, box.url)
        deliver()
    assert state(first) == (Progress.PARKED, 1, "邮件服务器拒绝：554 spam")
    assert state(second) == (Progress.SENT, 1, "")


def test_a_parked_mail_is_told_by_no_mail_that_would_be_parked_in_its_turn(settings) -> None:
    make.officer(Role.SYSTEM_ADMIN)
    with mail_server(refuse="550 nobody") as box:
        queued(settings, box.url)
        deliver()
    assert (OutgoingMail.objects.count(), InboxMessage.objects.count()) == (1, 0)


@pytest.mark.parametrize(("answer", "progress"), [("550 unknown", "parked"), ("450 greylisted", "failed")])
def test_recipient_refused_for_ever_or_for_now(settings, answer: str, progress: str) -> None:
    with mail_server(refuse=answer) as box:
        mail = queued(settings, box.url)
        deliver()
    assert state(mail) == (progress, 1, f"收件地址被拒收：{answer}")


def test_silent_server_costs_one_mail_an_attempt_and_the_others_a_minute(settings) -> None:
    with mail_server(["hang"]) as box:
        first, *others = [queued(settings, box.url) for _ in range(4)]
        assert deliver() == 1
        progress, attempts, error = state(first)
        assert (progress, attempts) == (Progress.FAILED, 1)
        assert "连接中断" in error
        assert [state(mail) for mail in others] == [(Progress.QUEUED, 0, "")] * 3
        assert waiting(SERVER_REST) == 4
        let_pauses_end()
        assert deliver() == 4


def test_a_server_that_is_away_keeps_no_other_job_from_its_turn(settings) -> None:
    queued(settings, "smtp://127.0.0.1:1")
    queued(settings, "smtp://127.0.0.1:1")
    other = jobs.enqueue("case_letter", "letter:0")
    deliver()
    other.refresh_from_db()
    assert (other.attempts, other.last_error[:8]) == (1, "KeyError")


def test_absent_server_is_named_in_the_error(settings) -> None:
    mail = queued(settings, "smtp://127.0.0.1:1")
    deliver()
    progress, _, error = state(mail)
    assert progress == Progress.FAILED
    assert error.startswith("邮件服务器不可用：")


def test_mail_of_a_dead_worker_is_sent_later_with_the_same_message_id(settings) -> None:
    with mail_server() as box:
        mail = queued(settings, box.url)
        assert job_leases.claim(mail.job.pk) is not None
        assert state(mail)[0] == Progress.SENDING
        assert (deliver(), jobs.sweep()) == (0, 0)
        Job.objects.update(leased_until=Now() - timedelta(seconds=1))
        jobs.sweep()
        assert deliver() == 1
    assert state(mail) == (Progress.SENT, 2, "")
    assert mail.message_id in box.received[0]


def test_a_mail_that_was_sent_is_not_sent_again_whatever_its_job_says(settings) -> None:
    """The worker died after its note and before the job's end."""
    with mail_server() as box:
        mail = queued(settings, box.url)
        deliver()
        Job.objects.update(state=Job.State.QUEUED, run_after=Now())
        assert deliver() == 1
    assert (state(mail)[0], len(box.received)) == (Progress.SENT, 1)


def test_a_mail_that_kills_its_workers_is_parked_in_the_end(settings) -> None:
    with mail_server() as box:
        mail = queued(settings, box.url)
        for _ in range(len(PAUSES) + 1):
            assert job_leases.claim(mail.job.pk) is not None
            Job.objects.update(leased_until=Now() - timedelta(seconds=1))
            jobs.sweep()
        assert (deliver(), box.received) == (0, [])
    assert state(mail)[0] == Progress.PARKED


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_eight_workers_send_each_mail_once(settings) -> None:
    with mail_server() as box:
        for _ in range(24):
            queued(settings, box.url)
        assert sum(together(8, lambda index: deliver())) == 24
    assert len(box.received) == 24
    assert OutgoingMail.objects.filter(state=MailState.SENT, job__attempts=1).count() == 24


def test_one_time_links_are_wiped_once_sent_outside_the_demo(settings) -> None:
    with mail_server() as box:
        mail = queued(settings, box.url, html="<a>link</a>", secret=True)
        plain = queued(settings, box.url)
        settings.DEMO = False
        assert deliver() == 2
    mail.refresh_from_db()
    plain.refresh_from_db()
    assert (mail.body_text, mail.body_html) == (WIPED, "")
    assert plain.body_text == "您好"
    assert "link" in box.received[0]


def test_a_mail_stored_without_a_server_gets_its_job_once_there_is_one(settings) -> None:
    settings.SMTP_URL, settings.DEMO = "", False
    mail = store_mail("a@example.cn", "题", "文", key="account")
    assert (queue_waiting(), state(mail), Job.objects.count()) == (0, (Progress.QUEUED, 0, ""), 0)
    with mail_server() as box:
        settings.SMTP_URL = box.url
        assert (queue_waiting(), queue_waiting()) == (1, 0)
        deliver()
    assert (state(mail), len(box.received)) == ((Progress.SENT, 1, ""), 1)


def test_when_the_server_is_taken_away_the_demo_shows_and_production_waits(settings) -> None:
    mail, other = queued(settings, "smtp://localhost"), queued(settings, "smtp://localhost")
    settings.SMTP_URL, settings.DEMO = "", False
    deliver()
    assert [state(mail)[:2], state(other)[:2]] == [(Progress.FAILED, 1), (Progress.QUEUED, 0)]
    settings.DEMO = True
    let_pauses_end()
    deliver()
    assert [state(mail)[0], state(other)[0]] == [Progress.SHOWN] * 2


def test_retry_gives_a_parked_mail_all_its_attempts_again(settings) -> None:
    admin = make.officer(Role.SYSTEM_ADMIN)
    with mail_server(["554 no"]) as box:
        mail = queued(settings, box.url)
        deliver()
        jobs.retry(mail.job, admin)
        with pytest.raises(ValidationError, match="只有已搁置的任务可以重试"):
            jobs.retry(mail.job, admin)
        deliver()
    assert state(mail) == (Progress.SENT, 1, "")
    event = AuditEvent.objects.get(action="job.retried")
    assert (event.actor, event.data["key"]) == (admin, f"mail:{mail.pk}")


def test_a_sent_mail_stays_when_its_job_is_purged(settings, clock) -> None:
    with mail_server() as box:
        mail = queued(settings, box.url)
        deliver()
    clock.advance(days=4000)
    assert retention.purge_jobs() == 1
    assert state(mail) == (Progress.SENT, 0, "")


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_a_line_break_in_what_people_typed_starts_no_header_of_a_mail(settings, end: str) -> None:
    with mail_server() as box:
        settings.SMTP_URL = box.url
        typed = f"某厂{end}Bcc: evil@example.cn{end}{end}正文"
        store_mail("a@example.cn", typed, "您好", key="account", sender=f"平台{end}X-Evil <a@example.cn>")
        deliver()
    (text,) = box.received
    received = email.message_from_string(text)
    assert (received["Bcc"], received["X-Evil"], received["To"]) == (None, None, "a@example.cn")
    assert received.get_payload().strip() == "您好"


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
