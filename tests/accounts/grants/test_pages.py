"""The second administrator reads what he confirms: pages, digest, waiting work, what others see."""

import re

import pytest
from django.urls import reverse

from tests import make
from tests.accounts.grants.test_two_administrators import proposed
from tests.queries import costs, opening
from tianfu.accounts.models import GrantProposal, Membership, Organisation, Outcome, RoleGrant, User
from tianfu.accounts.models.stamps import real_now
from tianfu.accounts.roles import Role
from tianfu.ledger.models import AuditEvent

pytestmark = pytest.mark.django_db
REASON = {"reason": "已核对任命文件", "password_or_code": make.PASSWORD}


@pytest.fixture
def pair(reference):
    return make.officer(Role.SYSTEM_ADMIN), make.officer(Role.SYSTEM_ADMIN)


def url(proposal, name="grant"):
    return reverse(f"console:{name}", args=[proposal.pk])


def shown(page):
    return re.search(r'name="shown" value="([^"]+)"', page)[1]


def test_the_second_finds_reads_and_confirms_it(client, pair):
    first, second = pair
    person = make.user(name="赵敏")
    client.force_login(first)
    answer = client.post(reverse("admin:accounts_user_grant", args=[person.pk]), {"role": "expert", **REASON})
    assert answer.status_code == 302
    proposal = GrantProposal.objects.get()
    assert url(proposal) in client.get(reverse("admin:accounts_user_change", args=[person.pk])).content.decode()
    assert url(proposal) not in client.get(reverse("console:second")).content.decode()
    client.force_login(second)
    for name in ("console:second", "console:home"):
        assert url(proposal) in client.get(reverse(name)).content.decode()
    page = client.get(url(proposal)).content.decode()
    for words in (
        "赵敏",
        person.email,
        "评审专家（全省）",
        "已核对任命文件",
        str(first),
        "满 24 小时生效",
        "不能由其作第二人",
    ):
        assert words in page
    done = client.post(url(proposal), {**REASON, "shown": shown(page)})
    assert done["Location"] == reverse("console:second")
    grant = RoleGrant.objects.get(user=person)
    assert (grant.granted_by, grant.confirmed_by, len(grant.proposal.read)) == (first, second, 64)
    assert AuditEvent.objects.get(action="role.granted").data["read"] == grant.proposal.read
    after = client.get(url(proposal)).content.decode()
    assert ("已复核，角色已授予" in after, 'name="shown"' in after) == (True, False)


@pytest.mark.parametrize("change", ["name", "role", "membership", "nothing brought back"])
def test_what_changed_after_reading_is_not_signed(change, client, pair):
    first, second = pair
    person = make.user(name="赵敏")
    proposal = proposed(person, first)
    client.force_login(second)
    stamp = shown(client.get(url(proposal)).content.decode())
    if change == "name":
        User.objects.filter(pk=person.pk).update(name="赵明")
    elif change == "role":
        make.grant(person, Role.DEPARTMENT_OFFICER)
    elif change == "membership":
        office = Organisation.objects.create(kind="authority", name="某局")
        Membership.objects.create(user=person, organisation=office, status="active", decided_at=real_now())
    else:
        stamp = ""
    answer = client.post(url(proposal), {**REASON, "shown": stamp})
    assert (answer.status_code, RoleGrant.objects.filter(user=person, role=Role.EXPERT).count()) == (409, 0)
    assert "已核对任命文件" in answer.content.decode()  # nothing typed is lost


@pytest.mark.parametrize(("field", "value"), [("reason", " "), ("password_or_code", "wrong")])
def test_a_refused_confirmation_stays_on_the_page_with_what_was_typed(field, value, client, pair):
    proposal = proposed(make.user(), pair[0])
    client.force_login(pair[1])
    stamp = shown(client.get(url(proposal)).content.decode())
    answer = client.post(url(proposal), {**REASON, "shown": stamp, field: value})
    assert (answer.status_code, GrantProposal.objects.get().outcome) == (422, "")
    if field != "reason":
        assert "已核对任命文件" in answer.content.decode()


def test_the_proposer_takes_it_back_and_the_second_does_not_agree_on_a_page(client, pair):
    for who, button, outcome in ((0, "撤下提议", Outcome.WITHDRAWN), (1, "不同意", Outcome.REFUSED)):
        proposal = proposed(make.user(), pair[0])
        client.force_login(pair[who])
        page = client.get(url(proposal)).content.decode()
        assert (url(proposal, "grant_close") in page, button in page) == (True, True)
        assert client.post(url(proposal, "grant_close"), REASON).status_code == 302
        proposal.refresh_from_db()
        assert (proposal.outcome, proposal.closing_reason) == (outcome, "已核对任命文件")


def test_the_proposer_reads_why_he_cannot_confirm(client, pair):
    proposal = proposed(make.user(), pair[0])
    client.force_login(pair[0])
    page = client.get(url(proposal)).content.decode()
    assert ("您是提议人，须由另一位系统管理员复核" in page, 'name="shown"' in page) == (True, False)
    refused = client.post(url(proposal), {**REASON, "shown": "0" * 64})
    assert (refused.status_code, GrantProposal.objects.get().outcome) == (409, "")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SYSTEM_ADMIN])
def test_nobody_else_opens_it_but_the_auditor_who_reads(role, client, pair):
    proposal = proposed(make.user(), pair[0])
    client.force_login(make.officer(role, "510100" if role.value.startswith("prefecture") else None))
    page = client.get(url(proposal))
    assert page.status_code == (200 if role == Role.AUDITOR else 403)
    assert 'name="shown"' not in page.content.decode()
    assert client.post(url(proposal), {**REASON, "shown": ""}).status_code in (403, 409)
    assert client.post(url(proposal, "grant_close"), REASON).status_code == 403
    assert GrantProposal.objects.get().outcome == ""


def test_looking_at_it_is_recorded(client, pair):
    person = make.user()
    proposal = proposed(person, pair[0])
    client.force_login(pair[1])
    client.get(url(proposal))
    assert AuditEvent.objects.filter(action="personal.viewed", subject_id=str(person.pk), actor=pair[1]).count() == 1


def test_the_pages_of_many_proposals_cost_the_same(client, pair):
    proposed(make.user(), pair[0])
    client.force_login(pair[1])
    second = reverse("console:second")
    few, many = costs(opening(client, second), lambda: [proposed(make.user(), pair[0]) for _ in range(6)])
    assert client.get(second).content.decode().count("/console/grants/") == 7
    assert many == few <= 14
