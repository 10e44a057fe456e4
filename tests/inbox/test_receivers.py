"""Messages about joining an enterprise and about parked jobs come without the lower floors knowing the inbox."""

import pytest
from django.core.checks import run_checks

from tests.inbox import make
from tianfu.accounts.organisations import membership
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.workflow.jobs import enqueue, run_job

pytestmark = pytest.mark.django_db


def test_request_to_join_tells_the_managers() -> None:
    company = make.enterprise()
    manager = make.member(company, can_manage=True)
    membership.request_membership(make.person("李四", "lisi@example.cn"), company)
    message = InboxMessage.objects.visible_to(manager).get()
    assert (message.key, message.organisation) == ("membership_requested", company)
    assert "李四（lisi@example.cn）申请加入演示泡菜食品有限公司。" in message.body


def test_person_learns_with_which_rights_he_was_let_in() -> None:
    company = make.enterprise()
    manager, user = make.member(company, can_manage=True), make.person()
    membership.approve(membership.request_membership(user, company), actor=manager, edit=True, sign=True)
    message = InboxMessage.objects.get(user=user)
    assert message.key == "membership_approved"
    assert "您的权限：查看、填写申报、签署\n" in message.body


def test_person_learns_why_he_was_refused() -> None:
    company = make.enterprise()
    manager, user = make.member(company, can_manage=True), make.person()
    membership.refuse(membership.request_membership(user, company), actor=manager, reason="未能核实您的在职信息。")
    message = InboxMessage.objects.get(user=user)
    assert message.key == "membership_refused"
    assert "原因：未能核实您的在职信息。" in message.body


def test_parked_job_is_told_to_the_administrators() -> None:
    admin = make.officer(Role.SYSTEM_ADMIN)
    job = enqueue("nobody_handles_this", "test:1")
    run_job(job.pk)
    message = InboxMessage.objects.get()
    assert (message.key, message.user, message.about) == ("job_parked", admin, f"job:{job.pk}")


def test_job_is_parked_even_if_there_is_nobody_to_tell() -> None:
    job = enqueue("nobody_handles_this", "test:1")
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == "parked"
    assert InboxMessage.objects.count() == 0


@pytest.mark.parametrize(("url", "ids"), [("", []), ("smtp://localhost", []), ("localhost:25", ["inbox.E001"])])
def test_mistyped_mail_server_is_named_at_the_start(settings, url: str, ids: list[str]) -> None:
    settings.SMTP_URL = url
    assert [message.id for message in run_checks() if (message.id or "").startswith("inbox.")] == ids
