"""notify: who gets the message, who gets a mail, and what a crash or a double call leaves behind."""

import threading

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.inbox import make
from tianfu.accounts.models import Membership, MembershipStatus
from tianfu.accounts.roles import Role
from tianfu.inbox.catalogue import CATALOGUE, WrongContext
from tianfu.inbox.dispatch import notify
from tianfu.inbox.models import InboxMessage, MailOptOut, OutgoingMail
from tianfu.inbox.reader import preferences
from tianfu.workflow.clock import now

pytestmark = pytest.mark.django_db


def sample(key: str) -> dict[str, object]:
    return dict(CATALOGUE[key].sample)


def mailed() -> list[str]:
    return sorted(OutgoingMail.objects.values_list("to", flat=True))


def test_organisation_gets_one_message_and_each_member_a_mail() -> None:
    company = make.enterprise()
    members = [make.member(company), make.member(company, can_edit=True)]
    make.member(make.enterprise("别的企业有限公司"))
    (message,) = notify("application_submitted", organisation=company, context=sample("application_submitted"))
    assert InboxMessage.objects.get() == message
    assert (message.organisation, message.user) == (company, None)
    assert mailed() == sorted(user.email for user in members)


@pytest.mark.parametrize(
    ("key", "right"),
    [
        ("correction_requested", "can_edit"),
        ("agreement_to_sign", "can_sign"),
        ("membership_requested", "can_manage"),
    ],
)
def test_mail_goes_to_those_who_can_act(key: str, right: str) -> None:
    company = make.enterprise()
    make.member(company)
    able = make.member(company, **{right: True})
    notify(key, organisation=company, context=sample(key))
    assert mailed() == [able.email]


def test_when_nobody_can_act_the_managers_are_mailed_else_everybody() -> None:
    company = make.enterprise()
    viewer = make.member(company)
    notify("agreement_to_sign", organisation=company, context=sample("agreement_to_sign"))
    assert mailed() == [viewer.email]
    OutgoingMail.objects.all().delete()
    manager = make.member(company, can_manage=True)
    notify("agreement_to_sign", organisation=company, context=sample("agreement_to_sign"))
    assert mailed() == [manager.email]


def test_pending_ended_and_disabled_members_get_no_mail() -> None:
    company = make.enterprise()
    active = make.member(company)
    pending, ended, disabled = make.person(), make.person(), make.member(company)
    Membership.objects.create(user=pending, organisation=company)
    Membership.objects.create(user=ended, organisation=company, status=MembershipStatus.ENDED, ended_at=now())
    disabled.is_active = False
    disabled.save()
    notify("application_submitted", organisation=company, context=sample("application_submitted"))
    assert mailed() == [active.email]


def test_desk_means_holders_for_the_region_or_the_whole_province() -> None:
    here = make.officer(Role.PREFECTURE_OFFICER, "511300")
    make.officer(Role.PREFECTURE_OFFICER, "510100")
    everywhere = make.officer(Role.OPERATOR_OFFICER)
    make.officer(Role.AUDITOR)
    messages = notify(
        "correction_answered",
        roles=(Role.PREFECTURE_OFFICER, Role.OPERATOR_OFFICER),
        region="511300",
        context=sample("correction_answered"),
    )
    assert {message.user for message in messages} == {here, everywhere}


def test_ended_role_and_disabled_officer_are_not_the_desk() -> None:
    gone, away, here = (make.officer(Role.OPERATOR_OFFICER) for _ in range(3))
    gone.role_grants.update(ended_at=now(), end_reason="离岗")
    away.is_active = False
    away.save()
    messages = notify("correction_answered", roles=(Role.OPERATOR_OFFICER,), context=sample("correction_answered"))
    assert [message.user for message in messages] == [here]


def test_desk_that_nobody_holds_falls_to_the_administrators() -> None:
    admin = make.officer(Role.SYSTEM_ADMIN)
    make.officer(Role.PREFECTURE_OFFICER, "510100")
    messages = notify("enterprise_claim_to_check", region="511300", context=sample("enterprise_claim_to_check"))
    assert [message.user for message in messages] == [admin]


def test_catalogue_names_the_desk_when_the_caller_does_not() -> None:
    operator, admin = make.officer(Role.OPERATOR_OFFICER), make.officer(Role.SYSTEM_ADMIN)
    messages = notify("issue_failed", context=sample("issue_failed"))
    assert {message.user for message in messages} == {operator, admin}


def test_person_named_twice_is_told_once() -> None:
    officer = make.officer(Role.OPERATOR_OFFICER)
    messages = notify(
        "correction_answered",
        users=[officer, officer],
        roles=(Role.OPERATOR_OFFICER,),
        context=sample("correction_answered"),
    )
    assert [message.user for message in messages] == [officer]


def test_message_without_recipient_is_an_error() -> None:
    with pytest.raises(ValueError, match="没有收件人"):
        notify("correction_requested", context=sample("correction_requested"))


def test_wrong_context_writes_nothing() -> None:
    company = make.enterprise()
    make.member(company)
    with pytest.raises(WrongContext):
        notify("application_submitted", organisation=company, context={})
    assert (InboxMessage.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_rolled_back_transaction_tells_nobody() -> None:
    company = make.enterprise()
    make.member(company)
    with transaction.atomic():
        notify("application_submitted", organisation=company, context=sample("application_submitted"))
        transaction.set_rollback(True)
    assert (InboxMessage.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_once_key_writes_and_mails_only_once_for_each_recipient() -> None:
    company, other = make.enterprise(), make.enterprise("别的企业有限公司")
    make.member(company)
    make.member(other)
    context = sample("correction_due_soon")
    first = notify("correction_due_soon", organisation=company, context=context, once="correction:7")
    again = notify("correction_due_soon", organisation=company, context=context, once="correction:7")
    elsewhere = notify("correction_due_soon", organisation=other, context=context, once="correction:7")
    assert [len(first), len(again), len(elsewhere)] == [1, 0, 1]
    assert OutgoingMail.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_once_key_holds_when_ten_threads_call_at_the_same_moment() -> None:
    user = make.person()
    gate = threading.Barrier(10)

    def call() -> None:
        gate.wait()
        try:
            notify("membership_approved", users=[user], context=sample("membership_approved"), once="membership:1")
        finally:
            connection.close()

    threads = [threading.Thread(target=call) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (InboxMessage.objects.count(), OutgoingMail.objects.count()) == (1, 1)


def test_mail_only_points_to_the_inbox() -> None:
    user = make.person("张三")
    (message,) = notify(
        "enterprise_claim_refused", users=[user], context=sample("enterprise_claim_refused"), link="/portal/claims/1/"
    )
    mail = OutgoingMail.objects.get()
    assert mail.body_text.startswith("张三，您好：")
    for text in (mail.body_text, mail.body_html):
        assert f"http://localhost:8000/portal/inbox/{message.pk}/" in text
        assert message.subject in text
        assert "营业执照照片不清晰" not in text
        assert "可以在“站内消息”的“邮件提醒设置”中关闭" not in text
    assert (message.link, mail.key, mail.about) == ("/portal/claims/1/", "enterprise_claim_refused", "")


def test_mail_that_can_be_switched_off_says_where() -> None:
    notify("membership_approved", users=[make.person()], context=sample("membership_approved"))
    assert "可以在“站内消息”的“邮件提醒设置”中关闭" in OutgoingMail.objects.get().body_text


def test_html_mail_escapes_what_people_typed() -> None:
    context = sample("membership_approved") | {"enterprise": "<script>alert(1)</script>"}
    notify("membership_approved", users=[make.person("<b>张三</b>")], context=context)
    mail = OutgoingMail.objects.get()
    assert "<script>" not in mail.body_html
    assert "<b>张三" not in mail.body_html
    assert "&lt;script&gt;" in mail.body_html
    assert "<b>张三</b>，您好" in mail.body_text


def test_invitation_carries_its_link_in_the_mail_and_nowhere_else() -> None:
    user = make.person()
    link = "http://localhost:8000/account/password/reset/key/1-abc-def/"
    (message,) = notify("staff_invited", users=[user], context=sample("staff_invited"), link=link)
    mail = OutgoingMail.objects.get()
    assert mail.secret is True
    assert link in mail.body_text
    assert link in mail.body_html
    assert message.link == ""
    assert "1-abc-def" not in message.body


@pytest.mark.parametrize("link", ["https://evil.example/x", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_link_may_not_leave_this_site(link: str) -> None:
    with pytest.raises(ValueError, match="本站地址"):
        notify("membership_approved", users=[make.person()], context=sample("membership_approved"), link=link)


def test_switched_off_reminder_reaches_the_inbox_only() -> None:
    company = make.enterprise()
    quiet, other = make.member(company, can_edit=True), make.member(company, can_edit=True)
    preferences.keep_only(quiet, set())
    notify("correction_due_soon", organisation=company, context=sample("correction_due_soon"))
    assert mailed() == [other.email]
    assert InboxMessage.objects.visible_to(quiet).count() == 1


def test_legal_message_is_mailed_even_if_an_opt_out_row_exists() -> None:
    user = make.person()
    MailOptOut.objects.create(user=user, key="enterprise_claim_refused")
    notify("enterprise_claim_refused", users=[user], context=sample("enterprise_claim_refused"))
    assert mailed() == [user.email]


def test_choices_are_those_the_person_receives_and_no_legal_ones() -> None:
    company = make.enterprise()
    plain, manager, officer = make.member(company), make.member(company, can_manage=True), make.officer(Role.AUDITOR)
    offered = {user.pk: {kind.key for kind in preferences.choices_for(user)} for user in (plain, manager, officer)}
    assert "membership_requested" not in offered[plain.pk]
    assert "membership_requested" in offered[manager.pk]
    assert "job_parked" in offered[officer.pk]
    assert "correction_due_soon" not in offered[officer.pk]
    assert not any(CATALOGUE[key].legal for keys in offered.values() for key in keys)


def test_message_cannot_be_changed_or_deleted() -> None:
    (message,) = notify("membership_approved", users=[make.person()], context=sample("membership_approved"))
    for change in (
        lambda: InboxMessage.objects.update(body="改"),
        lambda: InboxMessage.objects.filter(pk=message.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="只能追加"), transaction.atomic():
            change()


def test_message_has_exactly_one_recipient() -> None:
    for to in ({}, {"user": make.person(), "organisation": make.enterprise()}):
        with pytest.raises(IntegrityError, match="inboxmessage_one_recipient"), transaction.atomic():
            InboxMessage.objects.create(key="k", audience="person", subject="题", body="文", **to)
