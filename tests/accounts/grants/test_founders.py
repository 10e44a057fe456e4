"""The first administrator and his second, and the one who is missing, come from a command on the server."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.accounts import make
from tests.some import some
from tests.threads import together
from tianfu.accounts.grants.ends import disable
from tianfu.accounts.grants.founders import Candidate, found_administrators, recover_administrator
from tianfu.accounts.grants.proposals import confirm_grant, propose_grant
from tianfu.accounts.models import Origin, RoleGrant, User
from tianfu.accounts.models.stamps import real_now
from tianfu.accounts.roles import Role
from tianfu.inbox.models import OutgoingMail
from tianfu.ledger.models import AuditEvent

pytestmark = pytest.mark.django_db
PAIR = {
    "first_email": "First@example.com", "first_name": "周正", "second_email": "second@example.com", "second_name": "吴敏",
    "reason": "省局〔2026〕1 号",
}  # fmt: skip


def found(**changes):
    told = StringIO()
    call_command("administrators_found", stdout=told, **{**PAIR, **changes})
    return told.getvalue()


def administrators():
    return [person.email for person in User.objects.filter(role_grants__role=Role.SYSTEM_ADMIN).order_by("pk")]


def test_two_accounts_are_made_with_a_link_each_and_no_password():
    told = found()
    assert administrators() == ["first@example.com", "second@example.com"]
    for person in some(User.objects.all()):
        grant = person.role_grants.get()
        assert (person.has_usable_password(), person.is_staff, person.created_by) == (False, True, None)
        assert (grant.origin, grant.granted_by, grant.confirmed_by) == (Origin.FOUNDING, None, None)
    links = [word for word in told.split() if "/password/reset/key/" in word]
    mails = OutgoingMail.objects.filter(key="staff_invited").order_by("pk")
    assert [mail.to for mail in mails] == ["first@example.com", "second@example.com"]
    assert [link in mail.body_text for link, mail in zip(links, mails, strict=True)] == [True, True]
    events = AuditEvent.objects.filter(action="administrators.founded").order_by("pk")
    assert [(event.actor, event.reason) for event in events] == [(None, "省局〔2026〕1 号")] * 2


def test_the_link_sets_the_password_once():
    link = next(word for word in found().split() if "/password/reset/key/" in word)
    guest, path = Client(), link.partition("/account/")[2]
    page = guest.get(f"/account/{path}", follow=True)
    guest.post(page.redirect_chain[-1][0], {"password1": "a sentence of his own", "password2": "a sentence of his own"})
    assert User.objects.get(email="first@example.com").check_password("a sentence of his own")
    again = Client().get(f"/account/{path}", follow=True)
    assert "password1" not in again.content.decode()


def test_the_two_give_everybody_else_their_roles():
    found()
    User.objects.update(proved_at=real_now())
    first, second = User.objects.order_by("pk")
    person = make.user()
    proposal = propose_grant(person, Role.PROVINCE_OFFICER, actor=first, reason="任命", identity="totp")
    confirm_grant(proposal, actor=second, reason="已核对", identity="totp")
    assert User.objects.get(pk=person.pk).granted_roles == frozenset({Role.PROVINCE_OFFICER})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"second_email": "FIRST@example.com "}, "两个不同的人"),
        ({"second_email": "taken@example.com"}, "已被使用"),
        ({"second_email": "not an address"}, None),
        ({"reason": "  "}, "请填写理由"),
    ],
)
def test_a_refused_founding_leaves_nothing_behind(changes, words):
    make.user("taken@example.com")
    with pytest.raises(CommandError, match=words):
        found(**changes)
    assert (administrators(), User.objects.count(), OutgoingMail.objects.count()) == ([], 1, 0)


@pytest.mark.parametrize("count", [1, 2])
def test_it_is_refused_where_there_are_administrators(count):
    for _ in range(count):
        make.administrator()
    with pytest.raises(CommandError, match="平台已有系统管理员"):
        found()
    assert len(administrators()) == count


def recover():
    told = StringIO()
    call_command("administrators_recover", email="new@example.com", name="郑新", reason="原管理员离职", stdout=told)
    return told.getvalue()


def test_where_one_is_left_a_second_is_made_and_the_two_can_sign_again():
    admin, lost = make.administrator(), make.administrator()
    disable(lost, actor=admin, reason="离职", identity="totp")
    assert "/password/reset/key/" in recover()
    assert administrators()[-1] == "new@example.com"
    assert AuditEvent.objects.get(action="administrators.recovered").reason == "原管理员离职"
    with pytest.raises(CommandError, match="平台现有 2 位系统管理员"):
        call_command("administrators_recover", email="more@example.com", name="又一位", reason="x")


def test_recovery_is_refused_where_there_is_none_or_enough():
    with pytest.raises(CommandError, match="平台没有系统管理员，请用 administrators_found 建立两位。"):
        recover()
    make.administrator(), make.administrator()
    with pytest.raises(CommandError, match="无需补建"):
        recover()
    assert not User.objects.filter(email="new@example.com").exists()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_commands_at_the_same_moment_leave_two_administrators():
    def go(index):
        pair = (Candidate(f"{name}{index}@example.com", "同时") for name in ("a", "b"))
        return found_administrators(*pair, reason="同时")

    results = together(4, go)
    assert sum(isinstance(result, Exception) for result in results) == 3
    assert RoleGrant.objects.active().filter(role=Role.SYSTEM_ADMIN).count() == 2
    disable(User.objects.last(), actor=None, reason="离职")
    together(4, lambda index: recover_administrator(Candidate(f"c{index}@example.com", "同时"), reason="同时"))
    assert RoleGrant.objects.active().filter(role=Role.SYSTEM_ADMIN, user__is_active=True).count() == 2
