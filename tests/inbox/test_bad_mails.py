"""One bad mail is put back or parked with its reason; the others go on. An address nobody can write to is refused."""

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import ValidationError
from django.test import Client

from tests.accounts import make
from tests.inbox.make import deliver, let_pauses_end
from tests.inbox.smtp_server import mail_server
from tests.text.test_mail_addresses import UNMAILABLE
from tianfu.accounts.grants.invitations import create_account
from tianfu.accounts.models import User
from tianfu.inbox.mail import delivery
from tianfu.inbox.mail.delivery import PAUSES
from tianfu.inbox.mail.outbox import store_mail
from tianfu.inbox.models import OutgoingMail, Progress
from tianfu.workflow.models import Job

pytestmark = pytest.mark.django_db
BIDI = "a@אa.com"
SIGN_UP = {"name": "王芳", "email": BIDI, "password1": "correct horse battery", "agree": "on"}
SIGN_UP["password2"] = SIGN_UP["password1"]


@pytest.fixture(autouse=True)
def _outbox(settings) -> None:
    # The test runner replaces the backend by its own.
    settings.EMAIL_BACKEND = "tianfu.inbox.mail.backend.OutboxBackend"


def mail_to(address: str) -> OutgoingMail:
    return store_mail(address, "申报已受理", "您好", key="application_accepted")


# The column takes these; the mail library does not.
UNENCODABLE = ["a@" + "例" * 63 + ".中国", "a@\u202ee.com", BIDI, "a@xn--例.com", "a@\ue000.com", "a@..", "@", "a"]


def progress(*mails: OutgoingMail) -> list[Progress]:
    return [OutgoingMail.objects.select_related("job").get(pk=mail.pk).progress for mail in mails]


@pytest.mark.parametrize("address", UNENCODABLE[:5])
def test_a_mail_nobody_can_address_is_parked_with_its_reason_and_the_next_one_goes_out(settings, address: str) -> None:
    with mail_server() as box:
        settings.SMTP_URL = box.url
        bad, good = mail_to(address), mail_to("b@example.cn")
        assert (deliver(), deliver()) == (2, 0)
    assert progress(bad, good) == [Progress.PARKED, Progress.SENT]
    assert Job.objects.get(mail=bad).attempts == 1
    assert Job.objects.get(mail=bad).last_error.startswith("收件地址无法书写，请向收件人另取电子邮箱：")


def test_many_bad_mails_together_stop_nobody(settings) -> None:
    with mail_server() as box:
        settings.SMTP_URL = box.url
        bad = [mail_to(address) for address in UNENCODABLE]
        good = [mail_to(f"b{n}@example.cn") for n in range(3)]
        deliver()
    assert progress(*good) == [Progress.SENT] * 3
    assert Progress.SENDING not in progress(*bad)


@pytest.mark.parametrize(
    "error",
    [RuntimeError("unexpected"), KeyError("x"), ValueError("a\x00b\ud800"), StopIteration(), OSError("x" * 900)],
)
def test_any_exception_puts_its_own_mail_back_and_the_others_go_on(settings, monkeypatch, error: Exception) -> None:
    real = delivery.hand_over

    def hand_over(mail: OutgoingMail) -> None:
        if mail.to == "bad@example.cn":
            raise error
        real(mail)

    monkeypatch.setattr(delivery, "hand_over", hand_over)
    with mail_server() as box:
        settings.SMTP_URL = box.url
        bad, good = mail_to("bad@example.cn"), mail_to("b@example.cn")
        deliver()
    assert progress(bad, good) == [Progress.FAILED, Progress.SENT]
    job = Job.objects.get(mail=bad)
    assert job.attempts == 1
    assert job.last_error.startswith(f"{type(error).__name__}: ")


def test_an_exception_at_every_attempt_ends_in_parking(settings, monkeypatch) -> None:
    def hand_over(mail: OutgoingMail) -> None:
        raise RuntimeError("always")

    monkeypatch.setattr(delivery, "hand_over", hand_over)
    settings.SMTP_URL = "smtp://localhost"
    mail = mail_to("a@example.cn")
    for _ in range(len(PAUSES) + 1):
        deliver()
        let_pauses_end()
    assert progress(mail) == [Progress.PARKED]
    assert Job.objects.get().last_error == "RuntimeError: always"


def test_the_end_of_a_run_puts_the_mail_back_that_was_on_its_way(settings, monkeypatch) -> None:
    def hand_over(mail: OutgoingMail) -> None:
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(delivery, "hand_over", hand_over)
    settings.SMTP_URL = "smtp://localhost"
    mail = mail_to("a@example.cn")
    deliver()
    assert progress(mail) == [Progress.FAILED]


def test_a_wrong_server_address_delays_and_is_named(settings) -> None:
    settings.SMTP_URL = "mail.example.cn"
    mail = mail_to("a@example.cn")
    deliver()
    assert progress(mail) == [Progress.FAILED]
    assert Job.objects.get().last_error.partition(" ")[0] == "SMTP_URL"


def test_a_wrong_sender_is_the_operators_fault_and_parks_nothing_at_once(settings) -> None:
    settings.SMTP_URL = "smtp://localhost"
    mail = store_mail("a@example.cn", "题", "文", key="account", sender=f"平台 <{BIDI}>")
    deliver()
    assert progress(mail) == [Progress.FAILED]
    assert "请检查 DEFAULT_FROM_EMAIL" in Job.objects.get().last_error


@pytest.mark.parametrize("address", UNMAILABLE)
def test_sign_up_refuses_the_address_at_its_field(address: str) -> None:
    answer = Client().post("/account/signup/", SIGN_UP | {"email": address})
    assert answer.status_code == 200
    (words,) = answer.context["form"].errors["email"]
    assert words.endswith(("如 name@example.com。", "应类似 name@example.com。"))
    assert not User.objects.exists()


def test_an_invitation_to_such_an_address_is_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        create_account(email=BIDI, name="赵敏", actor=None)
    assert caught.value.message_dict["email"][0].endswith("请换一个能正常收信的电子邮箱，如 name@example.com。")
    assert not User.objects.exists()


def test_a_change_to_such_an_address_is_refused() -> None:
    person = make.user("old@example.com")
    client = Client()
    client.post("/account/login/", {"login": person.email, "password": make.PASSWORD})
    client.post("/account/reauthenticate/?next=/account/email/", {"password": make.PASSWORD})
    answer = client.post("/account/email/", {"email": BIDI, "action_add": ""})
    assert answer.status_code == 200
    assert answer.context["form"].errors["email"][0].endswith("如 name@example.com。")
    assert User.objects.get().email == "old@example.com"


def test_an_older_account_with_such_an_address_signs_in_and_gets_an_answer() -> None:
    """It came before this rule; its mails are parked, its owner is not locked out."""
    person = make.user(BIDI)
    assert Client().post("/account/login/", {"login": BIDI, "password": make.PASSWORD}).status_code == 302
    store = OutgoingMail.objects.filter(to=person.email)
    before = store.count()
    person.email_user("题", "文")
    assert store.count() == before + 1
