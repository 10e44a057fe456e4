"""The inbox pages: who sees which message, the proof of reading, the mail settings."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from tests.inbox import make
from tests.pages import hidden
from tianfu.accounts.models import Membership, MembershipStatus, User
from tianfu.accounts.roles import Role
from tianfu.inbox.catalogue import CATALOGUE
from tianfu.inbox.dispatch import INBOX_PATH, notify
from tianfu.inbox.models import InboxMessage, MessageRead
from tianfu.inbox.reader import preferences
from tianfu.inbox.reader.receipts import first_read, mark_read, unread_count
from tianfu.workflow.clock import now

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, "tianfu.accounts.backends.RoleBackend")
    return client


def tell(key: str, about: str = "", **to: object) -> InboxMessage:
    return notify(key, context=dict(CATALOGUE[key].sample), about=about, link="/portal/", **to)[0]


def page_of(message: InboxMessage) -> str:
    return reverse("portal:inbox_message", args=[message.pk])


def test_mails_point_where_the_portal_mounts_the_inbox() -> None:
    assert reverse("portal:inbox") == INBOX_PATH


def test_members_see_their_organisations_and_their_own_messages_only() -> None:
    company, other = make.enterprise(), make.enterprise("别的企业有限公司")
    user, stranger = make.member(company), make.member(other)
    ours = tell("application_submitted", organisation=company)
    mine = tell("membership_approved", users=[user])
    theirs = tell("application_accepted", organisation=other)
    assert list(InboxMessage.objects.visible_to(user)) == [mine, ours]
    client = signed_in(user)
    text = client.get(reverse("portal:inbox")).content.decode()
    assert (ours.subject in text, mine.subject in text, theirs.subject in text) == (True, True, False)
    assert client.get(page_of(ours)).status_code == 200
    assert client.get(page_of(theirs)).status_code == 404
    assert signed_in(stranger).get(page_of(mine)).status_code == 404


def test_request_to_join_is_seen_by_managers_only() -> None:
    company = make.enterprise()
    manager, plain = make.member(company, can_manage=True), make.member(company, can_edit=True, can_sign=True)
    message = tell("membership_requested", organisation=company)
    assert signed_in(manager).get(page_of(message)).status_code == 200
    assert signed_in(plain).get(page_of(message)).status_code == 404


def test_somebody_who_left_sees_the_messages_no_longer() -> None:
    company = make.enterprise()
    user = make.member(company)
    message = tell("application_submitted", organisation=company)
    Membership.objects.update(status=MembershipStatus.ENDED, ended_at=now())
    assert signed_in(user).get(page_of(message)).status_code == 404


def test_pending_member_sees_nothing_yet() -> None:
    company = make.enterprise()
    user = make.person()
    Membership.objects.create(user=user, organisation=company)
    message = tell("application_submitted", organisation=company)
    assert signed_in(user).get(page_of(message)).status_code == 404


@pytest.mark.parametrize("name", ["portal:inbox", "portal:inbox_preferences"])
def test_anonymous_visitor_is_sent_to_sign_in(name: str) -> None:
    answer = Client().get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


def test_opening_a_message_is_the_proof_of_reading_and_counts_once(clock) -> None:
    company = make.enterprise()
    user, colleague = make.member(company, "张三"), make.member(company, "李四")
    message = tell("decision_rejected", organisation=company)
    assert (first_read(message), unread_count(user), unread_count(colleague)) == (None, 1, 1)
    opened = clock.set("2026-12-01T09:00:00")
    client = signed_in(user)
    client.get(page_of(message))
    clock.advance(hours=1)
    client.get(page_of(message))
    text = signed_in(colleague).get(page_of(message)).content.decode()
    proof = first_read(message)
    assert proof is not None
    assert proof.user == user
    assert timedelta() <= proof.at - opened < timedelta(minutes=5)
    assert MessageRead.objects.count() == 2
    assert "首次阅读：2026 年 12 月 1 日 09:0" in text
    assert "张三" in text
    assert (unread_count(user), unread_count(colleague)) == (0, 0)


def test_head_and_prefetch_are_no_reading() -> None:
    user = make.person()
    message = tell("membership_approved", users=[user])
    client = signed_in(user)
    client.head(page_of(message))
    client.get(page_of(message), headers={"Sec-Purpose": "prefetch;prerender"})
    assert MessageRead.objects.count() == 0


def test_two_windows_at_once_give_one_proof() -> None:
    user = make.person()
    message = tell("membership_approved", users=[user])
    mark_read(message, user)
    mark_read(message, user)
    assert MessageRead.objects.count() == 1


def test_list_filters_by_case_and_by_unread() -> None:
    user = make.person()
    one = tell("membership_approved", users=[user], about="application:1")
    two = tell("membership_refused", users=[user], about="application:2")
    mark_read(one, user)
    client = signed_in(user)

    def shown(query: str) -> list[InboxMessage]:
        return list(client.get(reverse("portal:inbox") + query).context["page"])

    assert shown("") == [two, one]
    assert shown("?unread=1") == [two]
    assert shown("?about=application:1") == [one]
    assert shown("?about=application:1&unread=1") == []
    assert shown("?about=%01&page=x") == [two, one]


def test_list_pages_newest_first() -> None:
    user = make.person()
    messages = [tell("membership_approved", users=[user]) for _ in range(23)]
    client = signed_in(user)
    first = client.get(reverse("portal:inbox"))
    assert list(first.context["page"]) == messages[::-1][:20]
    assert "page=2" in first.content.decode()
    assert list(client.get(reverse("portal:inbox") + "?page=2").context["page"]) == messages[2::-1]


def test_text_of_a_message_is_escaped() -> None:
    user = make.person()
    context = {"enterprise": "<script>alert(1)</script>", "rights": "查看"}
    (message,) = notify("membership_approved", users=[user], context=context)
    text = signed_in(user).get(page_of(message)).content.decode()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


def queries_of_list(count: int, django_assert_num_queries, expected: int) -> None:
    company = make.enterprise()
    user = make.member(company)
    for _ in range(count):
        tell("application_submitted", organisation=company)
    client = signed_in(user)
    client.get(reverse("portal:inbox"))
    with django_assert_num_queries(expected):
        client.get(reverse("portal:inbox"))


@pytest.mark.parametrize("count", [1, 30])
def test_list_costs_the_same_queries_whatever_its_length(count: int, django_assert_num_queries) -> None:
    # session, user, memberships, count, page, unread in the menu
    queries_of_list(count, django_assert_num_queries, 6)


def test_message_page_query_count(django_assert_num_queries) -> None:
    company = make.enterprise()
    user = make.member(company)
    message = tell("application_submitted", organisation=company)
    client = signed_in(user)
    client.get(page_of(message))
    # session, user, memberships, message, proof, first reading, unread in the menu
    with django_assert_num_queries(7):
        client.get(page_of(message))


def test_unread_count_is_one_query_and_stops_at_a_hundred(django_assert_num_queries) -> None:
    user = make.person()
    message = tell("membership_approved", users=[user])
    InboxMessage.objects.bulk_create(
        [InboxMessage(key="k", audience="person", user=user, subject="题", body="文") for _ in range(120)]
    )
    assert message.user.active_memberships == []
    with django_assert_num_queries(1):
        assert unread_count(message.user) == 100


def test_anonymous_has_no_inbox() -> None:
    client = Client()
    assert client.get(INBOX_PATH).wsgi_request.user == AnonymousUser()


def test_staff_read_their_inbox_in_the_console_frame() -> None:
    officer = make.officer(Role.OPERATOR_OFFICER)
    message = tell("assigned_to_you", users=[officer])
    client = signed_in(officer)
    for address in (INBOX_PATH, page_of(message), reverse("portal:inbox_preferences")):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "监管工作台" in answer.content.decode()


def test_reminder_mail_is_switched_off_and_on_again() -> None:
    company = make.enterprise()
    user = make.member(company)
    client = signed_in(user)
    address = reverse("portal:inbox_preferences")
    text = client.get(address).content.decode()
    assert CATALOGUE["correction_due_soon"].label in text
    assert CATALOGUE["decision_rejected"].label not in text
    answer = client.post(address, {**hidden(client.get(address)), "wanted": ["stage_passed"]}, follow=True)
    assert "邮件提醒设置已保存" in answer.content.decode()
    off = preferences.switched_off(user)
    assert "correction_due_soon" in off
    assert "stage_passed" not in off
    client.post(address, {**hidden(client.get(address)), "wanted": ["stage_passed", "correction_due_soon"]})
    assert "correction_due_soon" not in preferences.switched_off(user)


def test_a_setting_made_in_another_window_is_not_taken_back() -> None:
    user = make.member(make.enterprise())
    client, address = signed_in(user), reverse("portal:inbox_preferences")
    first = second = hidden(client.get(address))
    offered = first["was-wanted"]
    client.post(address, {**first, "wanted": [key for key in offered if key != "stage_passed"]})
    client.post(address, {**second, "wanted": [key for key in offered if key != "correction_due_soon"]})
    assert preferences.switched_off(user) == {"stage_passed", "correction_due_soon"}


@pytest.mark.parametrize("key", ["decision_rejected", "job_parked", "nonsense"])
def test_setting_that_was_not_offered_is_refused_in_words(key: str) -> None:
    user = make.member(make.enterprise())
    answer = signed_in(user).post(reverse("portal:inbox_preferences"), {"wanted": [key]})
    assert answer.status_code == 422
    assert "没有这一项消息，请刷新页面后重新选择。" in answer.content.decode()
    assert preferences.switched_off(user) == set()
