"""A new officer acts only after his first sign-in with a second factor and the waiting time of policy."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from applications.enterprises.claims.acts import decide_claim
from applications.models import EnterpriseClaim
from applications.review.acts.passages import pass_stage
from certification.authorizations.sanctions.acts import propose
from tests import make
from tests.grants import hold
from tianfu.accounts.access import sessions
from tianfu.accounts.grants.proposals import confirm_grant, propose_grant
from tianfu.accounts.models import Region, User
from tianfu.accounts.models.stamps import real_now
from tianfu.accounts.roles import Role
from tianfu.text.moments import full_moment
from tianfu.workflow import clock as the_clock
from tianfu.workflow import work_items
from tianfu.workflow.door import NotAllowed
from tianfu.workflow.policies.values import set_policy
from tianfu.workflow.signatures.shown import NO_PAGE
from tianfu.workflow.work_items import Kind

pytestmark = pytest.mark.django_db
OFFICER = Role.PREFECTURE_OFFICER


@pytest.fixture(autouse=True)
def second_factor_is_required(settings):
    settings.STAFF_MFA = "required"


def given(role=OFFICER, region="510100", ago=timedelta(), proved=None):
    """Somebody to whom two administrators gave a role `ago`, and who first showed a second factor `proved` ago."""
    first, second, person = make.officer(Role.SYSTEM_ADMIN), make.officer(Role.SYSTEM_ADMIN), make.user()
    at = real_now() - ago
    place = Region.objects.get(pk=region) if region else None
    proposal = propose_grant(person, role, region=place, actor=first, reason="任命", identity="totp", at=at)
    confirm_grant(proposal, actor=second, reason="已核对", identity="totp", at=at)
    if proved is not None:
        User.objects.filter(pk=person.pk).update(proved_at=real_now() - proved)
    return again(person)


def again(person):
    return User.objects.get(pk=person.pk)


HOURS = timedelta(hours=1)
WAITING = [
    # (granted so long ago, first second factor so long ago, holds)
    (0 * HOURS, None, False),
    (900 * HOURS, None, False),
    (0 * HOURS, 900 * HOURS, False),
    (900 * HOURS, 0 * HOURS, False),
    (25 * HOURS, 23.9 * HOURS, False),
    (23.9 * HOURS, 25 * HOURS, False),
    (24.1 * HOURS, 24.1 * HOURS, True),
    (24.1 * HOURS, 900 * HOURS, True),
]


@pytest.mark.parametrize(("ago", "proved", "holds"), WAITING)
def test_a_role_holds_after_the_later_of_grant_and_second_factor_and_the_hours_of_policy(reference, ago, proved, holds):
    person = given(ago=ago, proved=proved)
    assert (OFFICER in person.roles, person.has_role(OFFICER, "510100")) == (holds, holds)
    assert person.regions_for(OFFICER) == (frozenset({"510100"}) if holds else frozenset())
    assert (person.granted_roles, person.is_staff) == (frozenset({OFFICER}), True)
    assert len(person.waiting_grants) == (not holds)


def test_the_hours_are_those_of_the_day_of_the_grant(reference):
    person = given(ago=timedelta(hours=2), proved=timedelta(hours=2))
    assert person.roles == frozenset()
    set_policy("grant.waiting_hours", 1, source="内部规定", valid_from=the_clock.today(), actor=None, shown=NO_PAGE)
    assert again(person).roles == frozenset()
    assert given(ago=timedelta(hours=2), proved=timedelta(hours=2)).roles == frozenset({OFFICER})


def test_without_waiting_hours_the_second_factor_alone_is_waited_for(reference):
    set_policy("grant.waiting_hours", 0, source="演示", valid_from=the_clock.today(), actor=None, shown=NO_PAGE)
    person = given()
    assert (person.roles, "请先以两步验证登录" in words(person)) == (frozenset(), True)
    assert given(proved=timedelta()).roles == frozenset({OFFICER})


def test_a_role_from_before_holds_at_once(reference):
    person = make.user()
    hold(person, OFFICER, Region.objects.get(pk="510100"))
    assert again(person).roles == frozenset({OFFICER})


def words(person):
    from tianfu.accounts.grants.start import waiting_words  # beside what it is for

    return waiting_words(person)


def test_the_sentence_says_why_and_from_when(reference):
    person = given(proved=timedelta())
    starts = person.waiting_grants[0].starts
    assert starts == max(person.role_grants.get().granted_at, person.proved_at) + timedelta(hours=24)
    assert words(person) == (
        "您的“市（州）经办人”岗位尚未生效：新授予的岗位，自授予和本人首次以两步验证登录之后满 24 小时方才生效，"
        f"自{full_moment(starts)}起可以办理。"
    )


def test_each_act_is_refused_with_the_sentence(reference):
    person, said = given(proved=timedelta()), "岗位尚未生效"
    case = make.filed()
    claim = EnterpriseClaim.objects.create(
        enterprise=make.enterprise("待核有限公司", verified=False), user=make.user(), licence=make.stored_file(),
        claimed_at=the_clock.now(),
    )  # fmt: skip
    with pytest.raises(NotAllowed, match=said):
        pass_stage(case, user=person, seen=case.revision, opinion="齐全", shown=NO_PAGE)
    with pytest.raises(NotAllowed, match=said):
        decide_claim(claim, user=person, approve=True, shown=NO_PAGE)
    admin = given(Role.SYSTEM_ADMIN, None, proved=timedelta())
    with pytest.raises(PermissionDenied):
        propose_grant(make.user(), Role.EXPERT, actor=admin, reason="x", identity="totp")


def test_a_new_operator_proposes_no_sanction(clock, reference):
    authorization = make.authorization(clock_fixture=clock)
    person = given(Role.OPERATOR_OFFICER, None, proved=timedelta())
    with pytest.raises(NotAllowed, match="“运营机构审核员”岗位尚未生效"):
        propose(authorization, "cancel", user=person, seen=authorization.revision, reason="企业申请注销")
    assert [waiting.total for waiting in work_items.waiting_for(person, Kind.SECOND)] == []


def signed_in(client, person):
    client.force_login(person)
    session = client.session
    session[sessions.SECOND_FACTOR] = person.pk
    session.save()


def test_home_and_every_refused_page_say_from_when(client, reference):
    person, case = given(proved=timedelta()), make.filed()
    signed_in(client, person)
    home = client.get(reverse("console:home"))
    assert (home.status_code, "岗位尚未生效" in home.content.decode()) == (200, True)
    for url, status in (
        (reverse("console:work_list"), 200),
        (reverse("console:review", args=[case.pk]), 403),
        (reverse("admin:ledger_auditevent_changelist"), 403),
    ):
        answer = client.get(url)
        assert (url, answer.status_code, "岗位尚未生效" in answer.content.decode()) == (url, status, True)


def test_the_first_second_factor_is_kept_whatever_way_it_is_shown(client, reference, rf):
    person = given()
    assert person.proved_at is None
    signed_in(client, person)  # a session that showed it before the moment was kept
    client.get(reverse("console:home"))
    first = again(person).proved_at
    assert real_now() - first < timedelta(minutes=1)
    sessions.note_proof(again(person))
    assert again(person).proved_at == first


def test_without_a_second_factor_only_its_enrolment_opens_and_nothing_is_kept(client, reference):
    person = given()
    client.force_login(person)
    assert client.get(reverse("console:home"))["Location"] == reverse("mfa_index")
    assert (again(person).proved_at, Authenticator.objects.filter(user=person).count()) == (None, 0)


def test_a_demo_without_second_factors_waits_for_none(settings, reference):
    settings.STAFF_MFA = "off"
    assert given(ago=timedelta(hours=25)).roles == frozenset({OFFICER})
