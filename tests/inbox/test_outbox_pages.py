"""The outbox: in the console for the administrator, and without signing in under DEMO only."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.inbox import make
from tests.inbox.test_portal import signed_in
from tests.queries import costs, opening
from tianfu.accounts.roles import Role
from tianfu.inbox.catalogue import CATALOGUE
from tianfu.inbox.dispatch import notify
from tianfu.inbox.mail.delivery import PAUSES
from tianfu.inbox.mail.outbox import store_mail
from tianfu.inbox.models import OutgoingMail
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import jobs
from tianfu.workflow.models import Job

pytestmark = pytest.mark.django_db
LIST = "/console/inbox/outgoingmail/"


def mail(to: str = "a@example.cn", **fields: object) -> OutgoingMail:
    text = "请打开下面的地址：\nhttp://localhost:8000/account/confirm/abc:def/"
    return store_mail(to, "请确认邮箱", text, key="account", html="<b>请确认</b>", **fields)


def parked(settings, **fields: object) -> OutgoingMail:
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    stored = mail(**fields)
    Job.objects.update(state=Job.State.PARKED, attempts=len(PAUSES) + 1, last_error="550 无此邮箱")
    return stored


def test_newcomer_finds_the_mail_by_his_address_and_clicks_its_link_in_the_demo() -> None:
    stored = mail()
    page = Client().get(reverse("demo_outbox:list"), {"to": "A@example.cn"}).content.decode()
    address = re.search(r'href="(/demo/outbox/\d+/[^"]*)"', page)[1]
    assert address.startswith(reverse("demo_outbox:mail", args=[stored.pk]))
    text = Client().get(address).content.decode()
    assert '<a href="http://localhost:8000/account/confirm/abc:def/"' in text
    assert "<b>请确认</b>" not in text
    assert "&lt;b&gt;请确认&lt;/b&gt;" in text


@pytest.mark.parametrize("asked", ["", "a", "@example.cn", "b@example.cn", "a@example", "%", "a@example.cn.example"])
def test_nobody_reads_the_mail_of_a_visitor_without_his_whole_address(asked: str) -> None:
    """Also not by counting up: a public demo is tried by real people."""
    stored = mail()
    assert "请确认邮箱" not in Client().get(reverse("demo_outbox:list"), {"to": asked}).content.decode()
    assert Client().get(reverse("demo_outbox:mail", args=[stored.pk]), {"to": asked}).status_code == 404


def test_mails_of_the_demos_own_people_are_open_to_all() -> None:
    stored = mail("furniture@demo.example")
    assert "请确认邮箱" in Client().get(reverse("demo_outbox:list")).content.decode()
    assert Client().get(reverse("demo_outbox:mail", args=[stored.pk])).status_code == 200


def test_demo_outbox_is_absent_elsewhere(settings) -> None:
    stored = mail()
    settings.DEMO = False
    for address in (reverse("demo_outbox:list"), reverse("demo_outbox:mail", args=[stored.pk])):
        assert Client().get(address).status_code == 404


def test_demo_outbox_finds_by_recipient_and_pages() -> None:
    for number in range(30):
        mail(f"a{number}@demo.example")
    client = Client()
    assert [m.to for m in client.get(reverse("demo_outbox:list") + "?to=a29").context["page"]] == ["a29@demo.example"]
    assert client.get(reverse("demo_outbox:list") + "?page=2").context["page"].number == 2
    assert "没有发给这个邮箱的邮件" in client.get(reverse("demo_outbox:list") + "?to=%01nobody").content.decode()


@pytest.mark.parametrize("count", [1, 25])
def test_demo_outbox_query_count(count: int, django_assert_num_queries) -> None:
    for _ in range(count):
        mail("a@demo.example")
    with django_assert_num_queries(2):
        Client().get(reverse("demo_outbox:list"))


def test_the_administrator_reads_the_outbox() -> None:
    stored = mail()
    client = signed_in(make.officer(Role.SYSTEM_ADMIN))
    assert "请确认邮箱" in client.get(LIST).content.decode()
    text = client.get(f"{LIST}{stored.pk}/change/").content.decode()
    assert "account/confirm/abc:def" in text
    notify("membership_approved", users=[make.person()], context=dict(CATALOGUE["membership_approved"].sample))

    def found(query: str) -> list[str]:
        return [row.key for row in client.get(LIST + query).context["cl"].result_list]

    assert found("?progress=shown&kind=account&q=a@example") == ["account"]
    assert found("?kind=message") == ["membership_approved"]
    assert found("?progress=parked") == []


@pytest.mark.parametrize("role", [Role.OPERATOR_OFFICER, Role.AUDITOR, Role.PROVINCE_OFFICER, Role.EXPERT])
def test_other_staff_may_not(role: Role) -> None:
    stored = mail()
    client = signed_in(make.officer(role))
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}{stored.pk}/change/").status_code == 403
    assert client.post(f"{LIST}{stored.pk}/retry/").status_code == 403


def test_member_and_visitor_may_not() -> None:
    stored = mail()
    member = signed_in(make.member(make.enterprise()))
    for address in (LIST, f"{LIST}{stored.pk}/change/", f"{LIST}{stored.pk}/retry/"):
        assert member.post(address).status_code == 403
        assert Client().post(address).status_code == 302


def test_outbox_cannot_be_written_to() -> None:
    stored = mail()
    client = signed_in(make.officer(Role.SYSTEM_ADMIN))
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{stored.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(f"{LIST}{stored.pk}/change/", {"subject": "改"})
    stored.refresh_from_db()
    assert stored.subject == "请确认邮箱"


def test_catalogue_page_shows_every_message_with_example_values() -> None:
    client = signed_in(make.officer(Role.SYSTEM_ADMIN))
    assert f"{LIST}catalogue/" in client.get(LIST).content.decode()
    text = client.get(f"{LIST}catalogue/").content.decode()
    missing = [kind.key for kind in CATALOGUE.values() if kind.label not in text]
    assert missing == []
    assert "需要您补正下列 2 项内容" in text
    assert signed_in(make.officer(Role.EXPERT)).get(f"{LIST}catalogue/").status_code == 403


def test_unknown_mail_is_404() -> None:
    client = signed_in(make.officer(Role.SYSTEM_ADMIN))
    assert client.get(f"{LIST}999999/change/").status_code == 404
    assert client.get(f"{LIST}x/change/").status_code == 404
    assert client.post(f"{LIST}999999/retry/").status_code == 404


def test_opening_a_mail_is_recorded_outside_the_demo(settings) -> None:
    stored, admin = mail(), make.officer(Role.SYSTEM_ADMIN)
    signed_in(admin).get(f"{LIST}{stored.pk}/change/")
    assert AuditEvent.objects.filter(action="outgoingmail.read").count() == 0
    settings.DEMO, settings.STAFF_MFA = False, "off"
    signed_in(admin).get(f"{LIST}{stored.pk}/change/")
    event = AuditEvent.objects.get(action="outgoingmail.read")
    assert (event.actor, event.subject_id) == (admin, str(stored.pk))


def test_one_time_link_is_hidden_from_officers_outside_the_demo(settings) -> None:
    stored, admin = mail(secret=True), make.officer(Role.SYSTEM_ADMIN)
    settings.DEMO, settings.STAFF_MFA = False, "off"
    text = signed_in(admin).get(f"{LIST}{stored.pk}/change/").content.decode()
    assert "abc:def" not in text
    assert "请确认</b>" not in text
    assert "一次性链接" in text


def test_page_warns_while_no_mail_server_is_set(settings) -> None:
    client = signed_in(make.officer(Role.SYSTEM_ADMIN))
    assert "演示环境没有配置邮件服务器" in client.get(LIST).content.decode()
    settings.DEMO, settings.STAFF_MFA = False, "off"
    assert "没有配置邮件服务器，邮件都没有发出" in client.get(LIST).content.decode()
    settings.SMTP_URL = "smtp://localhost"
    assert "没有配置邮件服务器" not in client.get(LIST).content.decode()


def test_parked_mail_is_retried_by_post_only(settings) -> None:
    stored = parked(settings)
    client = signed_in(make.officer(Role.SYSTEM_ADMIN))
    assert client.get(f"{LIST}{stored.pk}/retry/").status_code == 405
    page = client.get(f"{LIST}{stored.pk}/change/").content.decode()
    assert "重新发送" in page and "550 无此邮箱" in page and "已停止重试" in page
    text = client.post(f"{LIST}{stored.pk}/retry/", follow=True).content.decode()
    assert "已重新排队" in text
    job = Job.objects.get()
    assert (job.state, job.attempts) == (Job.State.QUEUED, 0)
    assert "无需重试" in client.post(f"{LIST}{stored.pk}/retry/", follow=True).content.decode()


def test_parked_mail_stands_on_the_page_of_jobs_and_is_retried_there(settings) -> None:
    stored = parked(settings)
    client = signed_in(make.officer(Role.SYSTEM_ADMIN))
    listed = client.get(reverse("admin:workflow_job_changelist") + "?state=parked").content.decode()
    assert "发送邮件" in listed and f"mail:{stored.pk}" in listed
    page = client.get(reverse("admin:workflow_job_change", args=[stored.job.pk])).content.decode()
    assert f'href="{LIST}{stored.pk}/change/"' in page
    client.post(reverse("admin:workflow_job_retry", args=[stored.job.pk]))
    assert Job.objects.get().state == Job.State.QUEUED


def test_a_job_of_no_mail_says_so_and_is_parked(settings) -> None:
    job = jobs.enqueue("mail", "mail:0")
    jobs.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.last_error) == (Job.State.PARKED, "这项任务的邮件已不存在，无需处理。")
    client = signed_in(make.officer(Role.SYSTEM_ADMIN))
    assert client.get(reverse("admin:workflow_job_change", args=[job.pk])).status_code == 200


def test_bulk_retry_says_what_it_left_alone(settings) -> None:
    first = parked(settings)
    second = mail()
    client = signed_in(make.officer(Role.SYSTEM_ADMIN))
    data = {"action": "retry_chosen", "_selected_action": [first.pk, second.pk]}
    text = client.post(LIST, data, follow=True).content.decode()
    assert "1 封已重新排队" in text
    assert "1 封不是“已停止重试”" in text


def test_console_outbox_costs_the_same_however_many_mails_there_are(settings) -> None:
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    mail()
    client = signed_in(make.officer(Role.SYSTEM_ADMIN))
    few, many = costs(opening(client, LIST), lambda: [mail() for _ in range(39)])
    assert few == many <= 12  # among them the record of the look, and what waits for the menu
