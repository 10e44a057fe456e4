"""Stories of people and enterprises: what their acts tell."""

from applications.enterprises.changes.acts import decide, file_change
from applications.enterprises.claims.acts import claim_enterprise, decide_claim
from tests import make
from tests.grants import give
from tests.stories.drives import drives
from tianfu.accounts.grants.officers import propose_officer
from tianfu.accounts.grants.proposals import confirm_grant
from tianfu.accounts.models import Region
from tianfu.accounts.organisations import membership as organisations_membership
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage, OutgoingMail
from tianfu.workflow import clock as the_clock
from tianfu.workflow.signatures.shown import NO_PAGE


def licence_claim(person, code="91510100TFMP0101X4"):
    return claim_enterprise(
        user=person, code=code, name="样例家居制造有限公司", region=Region.objects.get(pk="510100"),
        licence=make.pdf("执照.pdf"),
    ).claim  # fmt: skip


@drives("enterprise_claim_received", "enterprise_claim_to_check", "enterprise_claim_approved")
def claim_is_filed_and_accepted(clock):
    officer = make.officer(Role.PREFECTURE_OFFICER, "510100")
    elsewhere = make.officer(Role.PREFECTURE_OFFICER, "510700")
    claim = licence_claim(make.user())
    asked = InboxMessage.objects.get(key="enterprise_claim_to_check")
    assert (asked.user, asked.link) == (officer, f"/console/claims/{claim.pk}/")
    assert not InboxMessage.objects.filter(user=elsewhere).exists()
    assert InboxMessage.objects.get(key="enterprise_claim_received").user == claim.user
    decide_claim(claim, user=officer, approve=True, shown=NO_PAGE)


@drives(
    "enterprise_change_to_decide", "enterprise_change_away", "enterprise_change_decided", "enterprise_change_effective"
)
def enterprise_moves_to_another_city(clock):
    leaving = make.officer(Role.PREFECTURE_OFFICER, "510100")
    arriving = make.officer(Role.PREFECTURE_OFFICER, "510700")
    owner = make.enterprise()
    new = Region.objects.get(pk="510700")
    facts = {"new_region": new, "new_address": "示例路 9 号", "valid_from": the_clock.today()}
    change = file_change(owner, "move", facts, [make.pdf("执照.pdf")], user=make.member(owner.organisation, sign=True))
    assert InboxMessage.objects.get(key="enterprise_change_to_decide").user == arriving
    assert InboxMessage.objects.get(key="enterprise_change_away").user == leaving
    decide(change, "approve", user=arriving, seen=change.revision)


@drives("enterprise_claim_refused")
def claim_is_refused_with_its_reason(clock):
    claim = licence_claim(make.user())
    decide_claim(
        claim, user=make.officer(Role.PREFECTURE_OFFICER, "510100"), approve=False, reason="执照不清晰", shown=NO_PAGE
    )
    assert "执照不清晰" in InboxMessage.objects.get(key="enterprise_claim_refused").body


@drives("membership_requested", "membership_approved", "membership_refused")
def colleagues_ask_to_join(clock):
    organisation = make.enterprise().organisation
    manager = make.member(organisation, manage=True)
    for approve in (True, False):
        person = make.user()
        membership = organisations_membership.request_membership(person, organisation, at=the_clock.now())
        if approve:
            organisations_membership.approve(
                membership, actor=manager, edit=True, sign=False, manage=False, at=the_clock.now()
            )
        else:
            organisations_membership.refuse(membership, actor=manager, reason="不是本公司员工", at=the_clock.now())


@drives("staff_invited", "second_person_asked", "grant_closed", "access_notable")
def officer_is_invited(clock):
    admin, second, auditor = (make.officer(role) for role in (Role.SYSTEM_ADMIN, Role.SYSTEM_ADMIN, Role.AUDITOR))
    proposal = propose_officer(
        email="new@example.test", name="新人", role=Role.PREFECTURE_OFFICER, region=Region.objects.get(pk="510700"),
        actor=admin, reason="到岗", identity="password",
    )  # fmt: skip
    person = proposal.user
    assert not OutgoingMail.objects.filter(key="staff_invited").exists()
    assert InboxMessage.objects.get(key="second_person_asked").user == second
    confirm_grant(proposal, actor=second, reason="已核对", identity="password")
    assert InboxMessage.objects.get(key="grant_closed").user == admin
    assert [row.user for row in InboxMessage.objects.filter(key="access_notable")] == [auditor]
    mail = OutgoingMail.objects.get(key="staff_invited")
    assert mail.to == person.email
    assert "/account/password/reset/key/" in mail.body_text
    assert "绵阳市" in mail.body_text
    assert InboxMessage.objects.get(key="staff_invited").link == ""


@drives("role_granted")
def officer_gets_one_more_role(clock):
    first, second = make.officer(Role.SYSTEM_ADMIN), make.officer(Role.SYSTEM_ADMIN)
    person = make.officer(Role.PREFECTURE_OFFICER, "510100")
    give(person, Role.EXPERT, first=first, second=second)
    message = InboxMessage.objects.get(key="role_granted")
    assert (message.user, "评审专家" in message.body, "满 24 小时后生效" in message.body) == (person, True, True)
