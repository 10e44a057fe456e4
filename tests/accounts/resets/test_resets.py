"""A lost second factor is taken away by two administrators: one proposes, another one confirms; the person is told."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, InternalError, transaction
from django.db.utils import ProgrammingError
from django.test import Client

from tests.accounts import make
from tests.accounts.test_sessions import _sign_in, _with_second_factor
from tests.threads import together
from tianfu.accounts.factors.resets import acts
from tianfu.accounts.factors.resets.models import OPEN_FOR
from tianfu.accounts.models import FactorReset, User
from tianfu.accounts.models.stamps import real_now
from tianfu.accounts.roles import Role
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import work_items

pytestmark = pytest.mark.django_db
WHY = "当面核验工作证"


@pytest.fixture
def officer() -> User:
    person = make.staff(Role.EXPERT)
    _with_second_factor(person)
    return person


def propose(officer: User, actor: User) -> FactorReset:
    return acts.propose(officer, actor=actor, reason=WHY, identity="totp")


def answer(act, reset: FactorReset, actor: User, reason: str = "属实") -> FactorReset:
    return act(reset, actor=actor, reason=reason, identity="passkey")


def refusal(act, reset: FactorReset, actor: User, **by: str) -> str:
    with pytest.raises(ValidationError) as caught:
        answer(act, reset, actor, **by)
    return " ".join(caught.value.messages)


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_two_administrators_on_the_console_take_it_away_and_the_person_is_told(officer: User) -> None:
    first, second = make.administrator(), make.administrator()
    session = _sign_in(make.user())  # somebody else, unaffected
    page = client_of(first).get(f"/console/accounts/user/{officer.pk}/change/").content.decode()
    assert f"/console/accounts/factorreset/for/{officer.pk}/" in page
    proposed = client_of(first).post(f"/console/accounts/factorreset/for/{officer.pk}/", {"reason": WHY})
    reset = FactorReset.objects.get()
    assert proposed["Location"] == f"/console/accounts/factorreset/{reset.pk}/change/"
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == ([officer.email], "【天府名品】有人提出重置您的两步验证")
    assert Authenticator.objects.filter(user=officer).count() == 2
    waiting = client_of(second).get("/console/second/").content.decode()
    assert f"/console/accounts/factorreset/{reset.pk}/change/" in waiting
    assert WHY in waiting
    done = client_of(second).post(proposed["Location"], {"act": "confirm", "reason": "电话核实"})
    assert done.status_code == 302
    assert Authenticator.objects.filter(user=officer).count() == 0
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == ([officer.email], "【天府名品】两步验证已重置")
    events = AuditEvent.objects.filter(action__startswith="second_factor.reset").order_by("id")
    assert [(event.action, event.actor_id, event.reason) for event in events] == [
        ("second_factor.reset_proposed", first.pk, WHY),
        ("second_factor.reset", second.pk, WHY),
    ]
    assert events[1].data["proposed_by"] == first.pk
    assert session.get("/account/2fa/").status_code == 200


def test_a_proposal_for_one_keeps_nobody_from_one_for_another(officer: User) -> None:
    first, other = make.administrator(), make.user()
    _with_second_factor(other)
    propose(officer, first)
    assert "已经提出，正在等待复核" in refusal(lambda person, actor, **by: propose(person, actor), officer, first)
    assert propose(other, first).user == other


def test_nobody_is_his_own_second_person_by_function_or_database(officer: User) -> None:
    first = make.administrator()
    reset = propose(officer, first)
    assert "须由另一位系统管理员复核" in refusal(acts.confirm, reset, first)
    page = client_of(first).get(f"/console/accounts/factorreset/{reset.pk}/change/").content.decode()
    assert 'value="withdraw"' in page
    assert 'value="confirm"' not in page
    assert (
        client_of(first)
        .post(f"/console/accounts/factorreset/{reset.pk}/change/", {"act": "confirm", "reason": "同意"})
        .status_code
        == 422
    )
    idle = client_of(make.administrator()).post(f"/console/accounts/factorreset/{reset.pk}/change/", {"act": "poem"})
    assert (idle.status_code, "请选择“同意重置”“不同意”或“撤下”。" in idle.content.decode()) == (422, True)
    with pytest.raises(IntegrityError, match="factorreset_second_is_another"), transaction.atomic():
        FactorReset.objects.filter(pk=reset.pk).update(
            outcome="confirmed", closed_by=first, closed_at=real_now(), closing_reason="x"
        )
    assert Authenticator.objects.filter(user=officer).count() == 2


def test_not_for_oneself_and_nobody_confirms_his_own(officer: User) -> None:
    first, second = make.administrator(), make.administrator()
    for one in (first, second):
        _with_second_factor(one)
    with pytest.raises(ValidationError, match="不能为自己提出"):
        propose(first, first)
    assert "不能复核自己的" in refusal(acts.confirm, propose(second, first), second)


def test_whose_account_or_role_came_from_the_first_is_no_second(officer: User) -> None:
    first, second = make.administrator(), make.administrator()
    User.objects.filter(pk=second.pk).update(created_by=first)
    second = User.objects.get(pk=second.pk)
    reset = propose(officer, first)
    assert "由提出人建立或授予" in refusal(acts.confirm, reset, second)
    assert work_items.second_count(second) == 0


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SYSTEM_ADMIN])
def test_no_other_role_proposes_or_answers(officer: User, role: Role) -> None:
    other, reset = make.staff(role), propose(officer, make.administrator())
    for act in (acts.confirm, acts.refuse, acts.withdraw):
        with pytest.raises(PermissionDenied):
            answer(act, reset, other)
    with pytest.raises(PermissionDenied):
        propose(make.user(), other)
    assert client_of(other).post(f"/console/accounts/factorreset/for/{officer.pk}/", {"reason": WHY}).status_code == 403
    path = f"/console/accounts/factorreset/{reset.pk}/change/"
    assert client_of(other).post(path, {"act": "confirm", "reason": "同意"}).status_code == 403


def test_each_act_needs_an_identity_shown_just_now(officer: User) -> None:
    first, second = make.administrator(), make.administrator()
    with pytest.raises(PermissionDenied, match="再次验证身份"):
        acts.propose(officer, actor=first, reason=WHY, identity="")
    with pytest.raises(PermissionDenied, match="再次验证身份"):
        acts.confirm(propose(officer, first), actor=second, reason="同意", identity="")


def test_refused_or_withdrawn_it_changes_nothing_and_can_be_proposed_again(officer: User) -> None:
    first, second = make.administrator(), make.administrator()
    assert "只有提出人可以撤下" in refusal(acts.withdraw, propose(officer, first), second)
    reset = FactorReset.objects.get()
    assert answer(acts.refuse, reset, second, "联系不上本人").closing_reason == "联系不上本人"
    assert "已经办结" in refusal(acts.confirm, reset, second)
    again = propose(officer, first)
    answer(acts.withdraw, again, first, "本人找到手机")
    assert [row.outcome for row in FactorReset.objects.order_by("pk")] == ["refused", "withdrawn"]
    assert Authenticator.objects.filter(user=officer).count() == 2
    actions = AuditEvent.objects.filter(action__startswith="second_factor.reset_").order_by("id")
    assert [row.action.partition("reset_")[2] for row in actions] == ["proposed", "refused", "proposed", "withdrawn"]


def test_one_proposal_stands_at_a_time_and_an_old_one_is_worth_nothing(officer: User, monkeypatch) -> None:
    first, second = make.administrator(), make.administrator()
    reset = propose(officer, first)
    with pytest.raises(ValidationError, match="已经提出，正在等待复核"):
        propose(officer, second)
    later = real_now() + OPEN_FOR + timedelta(minutes=1)
    for module in ("tianfu.accounts.factors.resets.models", "tianfu.accounts.factors.resets.acts"):
        monkeypatch.setattr(f"{module}.real_now", lambda: later)
    assert "已超过期限" in refusal(acts.confirm, reset, second)
    again = FactorReset.objects.get(pk=propose(officer, second).pk)
    assert [row.outcome for row in FactorReset.objects.order_by("pk")] == ["expired", ""]
    assert again.proposed_by == second


def test_what_was_answered_and_proposed_stays_as_it_is(officer: User) -> None:
    first, second = make.administrator(), make.administrator()
    reset = answer(acts.refuse, propose(officer, first), second)
    changes = [{"reason": "别的"}, {"outcome": "confirmed"}, {"closed_by": None}]
    for change in changes:
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            FactorReset.objects.filter(pk=reset.pk).update(**change)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        reset.delete()


def test_without_a_factor_a_reason_or_a_first_person_in_office_there_is_nothing_to_do(officer: User) -> None:
    first, second = make.administrator(), make.administrator()
    with pytest.raises(ValidationError, match="没有启用两步验证"):
        propose(make.user(), first)
    page = client_of(first).post(f"/console/accounts/factorreset/for/{officer.pk}/", {"reason": " "})
    assert (page.status_code, "请填写核实身份的方式和依据" in page.content.decode()) == (422, True)
    reset = propose(officer, first)
    path = f"/console/accounts/factorreset/{reset.pk}/change/"
    unknown = client_of(second).post(path, {"reason": "同意", "act": "²"})
    assert (unknown.status_code, "请选择" in unknown.content.decode()) == (422, True)
    first.role_grants.update(ended_at=real_now(), end_reason="调离", ended_by=second)
    assert "提出人已不是系统管理员" in refusal(acts.confirm, reset, second)
    assert Authenticator.objects.filter(user=officer).count() == 2


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_the_same_moment_one_counts() -> None:
    officer, first = make.staff(Role.EXPERT), make.administrator()
    _with_second_factor(officer)
    reset = propose(officer, first)
    seconds = [make.administrator(), make.administrator()]

    def act(number: int) -> str:
        try:
            return answer((acts.confirm, acts.refuse)[number], reset, User.objects.get(pk=seconds[number].pk)).outcome
        except ValidationError:
            return "late"

    results = together(2, act)
    stored = FactorReset.objects.get().outcome
    assert sorted(results) == sorted(["late", stored])
    assert Authenticator.objects.filter(user=officer).exists() == (stored == "refused")


def test_the_command_on_the_server_stays_and_tells_the_person_too(officer: User) -> None:
    call_command("second_factor_reset", email=officer.email, reason="两位管理员都丢了手机", verbosity=0)
    assert Authenticator.objects.filter(user=officer).count() == 0
    assert mail.outbox[-1].subject == "【天府名品】两步验证已重置"
    assert AuditEvent.objects.get(action="second_factor.reset").data["proposed_by"] is None
