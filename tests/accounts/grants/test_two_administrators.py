"""A role is given by two administrators, on the pages and past them; taking back, not agreeing, and time run out."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, InternalError, transaction

from tests.accounts import make
from tests.grants import give, hold
from tests.threads import together
from tianfu.accounts.grants.ends import disable, end_role
from tianfu.accounts.grants.officers import propose_officer
from tianfu.accounts.grants.proposals import confirm_grant, decline_grant, expire_proposals, propose_grant
from tianfu.accounts.grants.seconds import for_second
from tianfu.accounts.models import GrantProposal, Origin, Outcome, RoleGrant, User
from tianfu.accounts.models.stamps import real_now
from tianfu.accounts.organisations.membership import add_member, request_membership
from tianfu.accounts.roles import REGION_REQUIRED, Role
from tianfu.inbox.models import InboxMessage
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import clock
from tianfu.workflow.policies.values import set_policy
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    return make.administrator("a@example.com"), make.administrator("b@example.com")


def proposed(person, first, role=Role.EXPERT, **more):
    return propose_grant(person, role, actor=first, reason="任命文件 8 号", identity="password", **more)


def confirmed(proposal, second, **more):
    return confirm_grant(proposal, actor=second, reason="已核对文件", identity="totp", **more)


def again(person):
    return User.objects.get(pk=person.pk)


@pytest.mark.parametrize("role", Role)
def test_each_role_is_given_by_two_and_by_nobody_alone(role, pair):
    first, second = pair
    person, region = make.user(), make.region() if role in REGION_REQUIRED else None
    proposal = proposed(person, first, role, region=region)
    assert again(person).granted_roles == frozenset()
    with pytest.raises(ValidationError, match="您是提议人"):
        confirmed(proposal, first)
    grant = confirmed(proposal, second)
    assert (grant.granted_by, grant.confirmed_by, grant.origin) == (first, second, Origin.TWO)
    proposal.refresh_from_db()
    assert (proposal.outcome, proposal.closed_by, proposal.grant) == (Outcome.CONFIRMED, second, grant)


ALONE = {
    "nobody": {},
    "one": {"granted_by": "first"},
    "the same twice": {"granted_by": "first", "confirmed_by": "first"},
    "the person as first": {"granted_by": "person", "confirmed_by": "second"},
    "the person as second": {"granted_by": "first", "confirmed_by": "person"},
    "somebody who is no administrator": {"granted_by": "first", "confirmed_by": "stranger"},
    "an administrator who was ended": {"granted_by": "first", "confirmed_by": "former"},
    "an administrator whose account is closed": {"granted_by": "first", "confirmed_by": "closed"},
    "a second who comes from the first": {"granted_by": "first", "confirmed_by": "made"},
    "a second whose role the first confirmed": {"granted_by": "first", "confirmed_by": "third"},
    "without waiting time": {"granted_by": "first", "confirmed_by": "second", "waiting_hours": None},
    "as if from before": {"origin": Origin.BEFORE},
    "as if by the server's command": {"origin": Origin.FOUNDING},
    "by the server's command, an administrator": {"origin": Origin.FOUNDING, "role": Role.SYSTEM_ADMIN},
}


@pytest.mark.parametrize("how", ALONE)
def test_the_database_refuses_the_shell(how, pair):
    first, second = pair
    people = {"first": first, "second": second, "person": make.user(), "stranger": make.staff(Role.AUDITOR)}
    people["closed"], people["former"], people["made"] = (
        make.administrator(),
        make.administrator(),
        make.administrator(),
    )
    User.objects.filter(pk=people["closed"].pk).update(is_active=False)
    end_role(people["former"].role_grants.get(), actor=first, reason="调离", identity="totp")
    User.objects.filter(pk=people["made"].pk).update(created_by=first)
    people["third"] = make.user()
    give(people["third"], Role.SYSTEM_ADMIN, first=second, second=first)
    fields = {name: people.get(value, value) for name, value in ALONE[how].items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(
            **{"user": people["person"], "role": Role.EXPERT, "reason": "x", "waiting_hours": 0, **fields}
        )


def test_signatures_cannot_be_rewritten(pair):
    grant = confirmed(proposed(make.user(), pair[0]), pair[1])
    for change in ({"confirmed_by": pair[0]}, {"origin": Origin.BEFORE}, {"waiting_hours": 0}):
        with pytest.raises(InternalError), transaction.atomic():
            RoleGrant.objects.filter(pk=grant.pk).update(**change)


def test_a_proposal_is_history(pair):
    proposal = proposed(make.user(), pair[0])
    for change in ({"user": make.user()}, {"role": Role.AUDITOR}, {"proposed_by": pair[1]}, {"reason": "y"}):
        with pytest.raises(InternalError), transaction.atomic():
            GrantProposal.objects.filter(pk=proposal.pk).update(**change)
    decline_grant(proposal, actor=pair[0], reason="误操作", identity="totp")
    with pytest.raises(InternalError), transaction.atomic():
        GrantProposal.objects.filter(pk=proposal.pk).update(outcome="", closed_at=None, closed_by=None)
    with pytest.raises(InternalError), transaction.atomic():
        proposal.delete()


def test_nobody_confirms_his_own_role(pair):
    first, second = pair
    person = make.user()
    proposal = proposed(person, first)
    hold(person, Role.SYSTEM_ADMIN)
    with pytest.raises(ValidationError, match="不能复核授予自己的角色"):
        confirmed(proposal, again(person))
    assert list(for_second(again(person))) == []
    assert list(for_second(second)) == [proposal]


@pytest.mark.parametrize("way", ["account", "proposed", "confirmed"])
def test_nobody_confirms_what_his_maker_proposed(way, pair):
    first, second = pair
    third = make.user()
    if way == "account":
        User.objects.filter(pk=third.pk).update(created_by=first)
        hold(again(third), Role.SYSTEM_ADMIN)
    else:
        order = pair if way == "proposed" else pair[::-1]
        long_ago = real_now() - timedelta(days=9)
        confirmed(proposed(third, order[0], Role.SYSTEM_ADMIN, at=long_ago), order[1], at=long_ago)
        User.objects.filter(pk=third.pk).update(proved_at=long_ago)
    third = again(third)
    proposal = proposed(make.user(), first)
    with pytest.raises(ValidationError, match="您的账号或岗位由提出人建立或授予"):
        confirmed(proposal, third)
    assert list(for_second(third)) == []
    confirmed(proposal, second)


def test_a_proposal_that_nobody_could_confirm_is_refused_with_the_way_out(pair):
    first, second = pair
    disable(second, actor=first, reason="离职", identity="totp")
    with pytest.raises(ValidationError, match="没有另一位可以办理的系统管理员") as alone:
        proposed(make.user(), first)
    made = make.administrator()
    User.objects.filter(pk=made.pk).update(created_by=first)
    with pytest.raises(ValidationError, match="请改由他们提出，由您复核") as nobody:
        proposed(make.user(), first)
    assert (alone.value.code, nobody.value.code) == ("nobody_second", "nobody_second")
    confirmed(proposed(make.user(), again(made)), first)


def test_the_second_finds_it_with_a_message_and_the_proposer_hears_the_answer(pair):
    first, second = pair
    person = make.user()
    proposal = proposed(person, first)
    asked = InboxMessage.objects.get(key="second_person_asked")
    assert (asked.user, asked.link) == (second, f"/console/grants/{proposal.pk}/")
    decline_grant(proposal, actor=second, reason="文件中没有此人", identity="totp")
    told = InboxMessage.objects.get(key="grant_closed")
    assert (told.user, "复核人不同意" in told.subject, "文件中没有此人" in told.body) == (first, True, True)
    assert again(person).granted_roles == frozenset()
    with pytest.raises(ValidationError, match="已先行办理：复核人不同意"):
        confirmed(proposal, second)


def test_the_proposer_takes_it_back_and_may_propose_again(pair):
    first, second = pair
    person = make.user()
    proposal = proposed(person, first)
    with pytest.raises(ValidationError, match="已经提出这项授予，正在等待复核"):
        proposed(person, second)
    assert decline_grant(proposal, actor=first, reason="写错人", identity="totp").outcome == Outcome.WITHDRAWN
    assert InboxMessage.objects.filter(key="grant_closed").count() == 0
    confirmed(proposed(person, first), second)


@pytest.mark.parametrize("missing", [{"identity": ""}, {"reason": " "}])
def test_confirming_and_declining_need_the_identity_and_a_reason(missing, pair):
    proposal = proposed(make.user(), pair[0])
    for act in (confirm_grant, decline_grant):
        with pytest.raises((PermissionDenied, ValidationError)):
            act(proposal, actor=pair[1], **{"reason": "已核对", "identity": "totp", **missing})
    assert GrantProposal.objects.get().outcome == ""


def test_an_unanswered_proposal_lapses_after_the_days_of_policy(pair):
    first, second = pair
    set_policy("grant.answer_days", 3, source="内部规定", valid_from=clock.today(), actor=None, shown=NO_PAGE)
    person, long_ago = make.user(), real_now() - timedelta(days=3, minutes=1)
    proposal = proposed(person, first, at=long_ago)
    assert proposal.expires_at - proposal.proposed_at == timedelta(days=3)
    with pytest.raises(ValidationError, match="已超过复核期限"):
        confirmed(proposal, second)
    assert list(for_second(second)) == []
    assert [expire_proposals(real_now()) for _ in range(2)] == [1, 0]
    assert InboxMessage.objects.get(key="grant_closed").user == first
    # Closed or not, it does not stand in the way of the next one.
    late = proposed(person, first, at=long_ago)
    confirmed(proposed(person, first), second)
    late.refresh_from_db()
    assert late.outcome == Outcome.EXPIRED


def test_what_an_administrator_proposed_ends_with_his_role_and_his_account(pair):
    first, second = pair
    make.administrator()
    of_ended, of_closed = proposed(make.user(), first), proposed(make.user(), second)
    third = make.administrator()
    for_closed = proposed(make.staff(Role.EXPERT), third, Role.STANDARDS_OFFICER)
    end_role(first.role_grants.get(), actor=third, reason="调离", identity="totp")
    disable(again(second), actor=third, reason="离职", identity="totp")
    disable(for_closed.user, actor=third, reason="离职", identity="totp")
    outcomes = [GrantProposal.objects.get(pk=row.pk).outcome for row in (of_ended, of_closed, for_closed)]
    assert outcomes == [Outcome.VOID] * 3


@pytest.mark.parametrize("change", ["member", "closed", "conflict"])
def test_what_came_between_is_asked_again(change, pair):
    first, second = pair
    person = make.user()
    proposal = proposed(person, first)
    if change == "member":
        request_membership(person, make.member(manage=True).organisation)
    elif change == "closed":
        User.objects.filter(pk=person.pk).update(is_active=False)
    else:
        hold(person, Role.AUDITOR)
    with pytest.raises(ValidationError):
        confirmed(proposal, second)
    assert not RoleGrant.objects.filter(user=person, role=Role.EXPERT).exists()


def test_a_new_officer_cannot_sign_in_before_the_second_has_confirmed(pair):
    first, second = pair
    proposal = propose_officer(
        email="new@example.com", name="新人", role=Role.EXPERT, region=None, actor=first, reason="到岗", identity="totp"
    )
    assert (proposal.user.has_usable_password(), again(proposal.user).is_staff) == (False, False)
    assert InboxMessage.objects.filter(key="staff_invited").count() == 0
    confirmed(proposal, second)
    assert InboxMessage.objects.get(key="staff_invited").user == proposal.user
    assert again(proposal.user).came_from == {first.pk, second.pk}


def test_each_step_is_in_the_audit_trail_and_the_auditor_is_told_of_the_grant(pair):
    auditor = make.staff(Role.AUDITOR)
    person = make.user()
    confirmed(proposed(person, pair[0]), pair[1])
    actions = AuditEvent.objects.filter(action__contains="grant").order_by("pk").values_list("action", "actor")
    assert [row for row in actions if "accounts" not in row[0]] == [
        ("grant.proposed", pair[0].pk),
        ("role.granted", pair[1].pk),
        ("grant.confirmed", pair[1].pk),
    ]
    message = InboxMessage.objects.get(key="access_notable")
    assert (message.user, "授予角色：评审专家" in message.subject) == (auditor, True)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_administrators_who_confirm_at_once_exactly_one_wins():
    first, *others = (make.administrator() for _ in range(5))
    for _ in range(5):
        person = make.user()
        proposal = proposed(person, first)
        results = together(4, lambda index, proposal=proposal: confirmed(proposal, again(others[index])))
        assert sorted(type(result).__name__ for result in results) == ["RoleGrant", *["ValidationError"] * 3]
        assert RoleGrant.objects.active().filter(user=person).count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("whose", ["first", "second"])
def test_a_confirmation_and_the_end_of_a_signatory_at_once_leave_no_grant_of_somebody_who_is_none(whose):
    for _ in range(8):
        make.administrator()
        first, second, third = make.administrator(), make.administrator(), make.administrator()
        person, ended = make.user(), {"first": first, "second": second}[whose]
        proposal = proposed(person, first)
        grant_of_signatory = ended.role_grants.get()

        def go(index, proposal=proposal, second=second, third=third, grant_of_signatory=grant_of_signatory):
            if index == 0:
                return confirmed(proposal, again(second))
            return end_role(grant_of_signatory, actor=again(third), reason="调离", identity="totp")

        made, done = together(2, go)
        assert type(done).__name__ == "RoleGrant"
        # Either it was given while both were administrators, or it was refused.
        if isinstance(made, RoleGrant):
            assert made.granted_at <= done.ended_at
        else:
            assert isinstance(made, ValidationError | PermissionDenied)
            assert not RoleGrant.objects.filter(user=person).exists()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_taken_back_and_confirmed_at_once_is_one_of_the_two():
    first, second = make.administrator(), make.administrator()
    for _ in range(8):
        person = make.user()
        proposal = proposed(person, first)

        def go(index, proposal=proposal):
            if index == 0:
                return confirmed(proposal, again(second))
            return decline_grant(proposal, actor=again(first), reason="误操作", identity="totp")

        results = together(2, go)
        assert sum(isinstance(result, Exception) for result in results) == 1
        held = RoleGrant.objects.active().filter(user=person).count()
        assert held == isinstance(results[0], RoleGrant)


def test_a_member_is_not_let_in_while_a_role_waits_only_when_it_is_given(pair):
    """A proposal gives nothing: the person may still choose the other side, and then the role is refused."""
    person = make.user()
    proposal = proposed(person, pair[0])
    add_member(make.organisation(), person, actor=None, manage=True)
    with pytest.raises(ValidationError, match="不能担任监管岗位"):
        confirmed(proposal, pair[1])
