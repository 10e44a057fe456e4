"""Refused attempts to stand on both sides are kept and told, although the act itself is rolled back."""

import pgtrigger
import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from tests import make
from tianfu.accounts.access.both_sides import BothSides, BothSidesMiddleware, note_refused
from tianfu.accounts.access.separation import made_by_problems
from tianfu.accounts.models import Membership, User
from tianfu.accounts.organisations.membership import approve, request_membership, set_rights
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import clock as the_clock

pytestmark = pytest.mark.django_db
REASON = {"reason": "任命文件", "password_or_code": make.PASSWORD}


def again(person):
    return User.objects.get(pk=person.pk)


def refused():
    return AuditEvent.objects.filter(action="separation.refused").order_by("pk")


def test_a_refused_attempt_outlives_its_rollback_and_reaches_the_auditor(client, reference):
    admin, auditor = make.officer(Role.SYSTEM_ADMIN), make.officer(Role.AUDITOR)
    make.officer(Role.SYSTEM_ADMIN)
    member = make.member(make.enterprise("样例有限公司").organisation)
    client.force_login(admin)
    for _ in range(2):
        answer = client.post(reverse("admin:accounts_user_grant", args=[member.pk]), {"role": "expert", **REASON})
        assert answer.status_code == 422
    events = list(refused())
    assert [(event.actor, event.subject_id) for event in events] == [(admin, str(member.pk))] * 2
    assert "“样例有限公司”" in events[0].reason
    message = InboxMessage.objects.get(key="access_notable")  # the same attempt of a day is one message
    assert (message.user, events[0].reason in message.body) == (auditor, True)


def test_an_officer_who_joins_an_enterprise_is_told_why_and_the_auditor_hears_of_it(client, reference):
    officer, enterprise = make.officer(Role.PROVINCE_OFFICER), make.enterprise()
    make.founder(enterprise.organisation)
    client.force_login(officer)
    answer = client.post("/portal/enterprise/join/", {"code": enterprise.uscc})
    assert (answer.status_code, "监管岗位的账号不能加入" in answer.content.decode()) == (422, True)
    assert [(event.actor, event.subject_id) for event in refused()] == [(officer, str(officer.pk))]
    assert not officer.memberships.exists()


def test_looking_at_a_page_is_no_attempt(client, reference):
    person = make.officer(Role.OPERATOR_OFFICER)
    with pgtrigger.ignore("accounts.Membership:membership_not_for_staff"):
        Membership.objects.create(
            user=person, organisation=make.enterprise().organisation, status="active", decided_at=the_clock.now()
        )
    client.force_login(person)
    client.get(reverse("console:home"))
    assert refused().count() == 0


def test_other_sentences_and_acts_without_a_request_are_passed_over(reference):
    with transaction.atomic():
        note_refused(["其他理由", BothSides("两边任职", make.user().pk)])
    assert refused().count() == 0


def signer(organisation, **by):
    person = make.user()
    Membership.objects.create(
        user=person, organisation=organisation, status="active", can_sign=True, decided_at=the_clock.now(), **by
    )
    return again(person)


def test_nobody_is_second_to_whom_he_owes_his_membership_or_his_signature(reference):
    body = make.body().organisation
    first, other = (make.member(body, manage=True) for _ in range(2))
    assert made_by_problems(signer(body, decided_by=other), first.pk) == []
    for second in (signer(body, decided_by=first), signer(body, decided_by=other, sign_by=first)):
        assert made_by_problems(second, first.pk) == ["您的成员身份或签署权由提出人给予，须由另一人复核。"]
        assert made_by_problems(first, second.pk) == []


def test_who_lets_in_and_who_gives_the_right_to_sign_are_kept(reference):
    body = make.body().organisation
    first, other, person = make.member(body, manage=True), make.member(body, manage=True), make.user()
    membership = approve(request_membership(person, body), actor=other)
    assert again(person).came_from == {other.pk}
    rights = {"edit": True, "manage": False}
    set_rights(membership, actor=first, sign=True, **rights)
    assert again(person).came_from == {other.pk, first.pk}
    # Somebody else's later change does not wash it away, nor does the right given twice.
    set_rights(membership, actor=other, sign=True, edit=False, manage=False)
    assert again(person).came_from == {other.pk, first.pk}


def test_a_membership_that_ended_makes_nobody_dependent(reference):
    body = make.body().organisation
    first = make.member(body, manage=True)
    second = signer(body, decided_by=first)
    Membership.objects.filter(user=second).update(status="ended", ended_at=the_clock.now())
    assert again(second).came_from == set()


@pytest.mark.parametrize(("method", "told"), [("GET", 0), ("HEAD", 0), ("POST", 1)])
def test_only_what_wanted_to_change_something_is_told(reference, method, told):
    request = RequestFactory().generic(method, "/portal/")
    request.user = make.user()

    def answer(_):
        note_refused([BothSides("两边任职", request.user.pk)])
        return HttpResponse()

    BothSidesMiddleware(answer)(request)
    assert refused().count() == told
