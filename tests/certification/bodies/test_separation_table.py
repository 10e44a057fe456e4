"""Role × membership × act: somebody with a role never comes to act, nor acts, on the side of a member, and back.

People who have both stand for installations from before this was refused; each act is driven for real.
"""

import pgtrigger
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from applications.cases.filings.signatures import sign_declaration
from applications.enterprises.changes.acts import file_change
from applications.enterprises.claims.acts import ask_to_join, claim_enterprise, decide_claim
from applications.enterprises.facts import change_facts
from applications.form.start import open_application
from applications.models import Enterprise, EnterpriseClaim
from applications.review.acts.passages import pass_stage, reject
from applications.review.acts.termination import terminate
from applications.review.stages.public_notice.objections.acts import record_objection
from applications.review.work.assignment import assign
from applications.review.work.handlers import take
from certification.authorizations.sanctions.acts import confirm as confirm_sanction
from certification.authorizations.sanctions.acts import propose
from certification.certificates.issued.ends import propose_end
from certification.certificates.issued.entry import enter_certificate
from tests import make
from tests.grants import hold
from tianfu.accounts.grants.ends import end_role
from tianfu.accounts.grants.proposals import confirm_grant, propose_grant
from tianfu.accounts.models import Membership, OrganisationKind, Region, User
from tianfu.accounts.organisations.membership import add_member, approve, request_membership
from tianfu.accounts.roles import REGION_REQUIRED, Role
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotPossible
from tianfu.workflow.policies.values import set_policy
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
KINDS = (OrganisationKind.ENTERPRISE, OrganisationKind.CERTIFICATION_BODY)
STATES = ("pending", "active")


def again(person):
    return User.objects.get(pk=person.pk)


def place(role):
    return Region.objects.get(pk="510100") if role in REGION_REQUIRED else None


def holder(role):
    person = make.user()
    hold(person, role, place(role))
    return again(person)


def organisation(kind):
    return (
        make.enterprise("别家有限公司").organisation
        if kind == OrganisationKind.ENTERPRISE
        else make.body("别家认证有限公司").organisation
    )


def join(person, there, state="active"):
    """Past the functions and the trigger, as it could be before."""
    decided = {"decided_at": the_clock.now(), "can_edit": True, "can_sign": True, "can_manage": True}
    with pgtrigger.ignore("accounts.Membership:membership_not_for_staff"):
        return Membership.objects.create(
            user=person, organisation=there, status=state, **(decided if state == "active" else {})
        )


def refusal(act):
    """The sentence with which the act is refused; its database traces are gone."""
    try:
        with transaction.atomic():
            act()
    except ValidationError as error:
        return " ".join(error.messages)
    except (NotPossible, PermissionDenied, IntegrityError) as error:
        return str(error)
    return "allowed"


@pytest.mark.parametrize("kind", KINDS)
def test_each_role_and_membership_is_refused_each_act_of_the_other_side(kind, reference):
    """Giving: no role comes to a member, no membership to a holder of a role, by whatever function or the shell."""
    first, second, there = holder(Role.SYSTEM_ADMIN), holder(Role.SYSTEM_ADMIN), organisation(kind)
    manager = make.member(there, manage=True)
    joins = f"监管岗位的账号不能加入{kind.label}"
    for role in Role:
        officer = holder(role)
        waiting = join(officer, there, "pending")
        said = {"approve": refusal(lambda: approve(waiting, actor=manager))}  # noqa: B023 - called here
        Membership.objects.filter(pk=waiting.pk).update(status="ended", ended_at=the_clock.now())
        said["request"] = refusal(lambda: request_membership(officer, there))  # noqa: B023
        said["add"] = refusal(lambda: add_member(there, officer, actor=None))  # noqa: B023
        assert {name for name, words in said.items() if joins not in words} == set(), (role, said)
        shell = refusal(lambda: Membership.objects.create(user=officer, organisation=there))  # noqa: B023
        assert "staff may not be a member" in shell
        for state in STATES:
            person, spare = make.user(), make.user()
            proposal = propose_grant(spare, role, region=place(role), actor=first, reason="任命", identity="totp")
            join(person, there, state), join(spare, there, state)
            said = {
                "propose": refusal(lambda: propose_grant(person, role, region=place(role), actor=first,  # noqa: B023
                                                         reason="任命", identity="totp")),
                "confirm": refusal(lambda: confirm_grant(proposal, actor=second, reason="x", identity="totp")),  # noqa: B023
            }  # fmt: skip
            wanted = f"该用户是{kind.label}成员（“{there}”"
            assert {name for name, words in said.items() if wanted not in words} == set(), (role, state, said)
            assert "a member may not hold a role" in refusal(lambda: hold(person, role, place(role)))  # noqa: B023


def deciding_acts(clock):
    """Every act with which staff decide on cases, enterprises, marks, access and rules: (role, act of a person)."""
    people = make.staff()
    first = make.advance_to(make.filed(), "completeness_check", people, clock)
    item = make.product(first.enterprise, "餐边柜")
    at_approval = make.advance_to(make.filed(item=item, person=first.created_by), "approval", people, clock)
    notice = make.product(first.enterprise, "茶几")
    in_notice = make.advance_to(make.filed(item=notice, person=first.created_by), "public_notice", people, clock)
    unclaimed = make.enterprise("待核有限公司", verified=False)
    claim = EnterpriseClaim.objects.create(
        enterprise=unclaimed, user=make.user(), licence=make.stored_file(), claimed_at=the_clock.now()
    )
    other, spare = holder(Role.SYSTEM_ADMIN), holder(Role.SYSTEM_ADMIN)
    proposal = propose_grant(make.user(), Role.EXPERT, actor=other, reason="x", identity="totp")
    day = the_clock.today()
    return {
        "take a case": (Role.PREFECTURE_OFFICER, lambda user: take(first, user=user)),
        "assign a case": (Role.PREFECTURE_OFFICER, lambda user: assign(first, user=user, to=people["prefecture"])),
        "pass a stage": (
            Role.PREFECTURE_OFFICER,
            lambda user: pass_stage(first, user=user, seen=first.revision, opinion="齐全", shown=NO_PAGE),
        ),
        "decide a claim": (
            Role.PREFECTURE_OFFICER,
            lambda user: decide_claim(claim, user=user, approve=True, shown=NO_PAGE),
        ),
        "propose the grant of a mark": (
            Role.PROVINCE_OFFICER,
            lambda user: pass_stage(at_approval, user=user, seen=at_approval.revision, opinion="同意", shown=NO_PAGE),
        ),
        "propose a refusal": (
            Role.PROVINCE_OFFICER,
            lambda user: reject(
                at_approval, user=user, seen=at_approval.revision, codes=["R01"], note="不符", shown=NO_PAGE
            ),
        ),
        "propose the end of a case": (
            Role.PROVINCE_APPROVER,
            lambda user: terminate(at_approval, user=user, seen=at_approval.revision, note="撤销登记", shown=NO_PAGE),
        ),
        "record an objection": (
            Role.OPERATOR_OFFICER,
            lambda user: record_objection(
                in_notice, user=user, source="public", objector="某人", contact="x", text="异议", summary="异议"
            ),
        ),
        "propose a role": (
            Role.SYSTEM_ADMIN,
            lambda user: propose_grant(make.user(), Role.EXPERT, actor=user, reason="x", identity="totp"),
        ),
        "confirm a role": (
            Role.SYSTEM_ADMIN,
            lambda user: confirm_grant(proposal, actor=user, reason="x", identity="totp"),
        ),
        "end a role": (
            Role.SYSTEM_ADMIN,
            lambda user: end_role(spare.role_grants.get(), actor=user, reason="x", identity="totp"),
        ),
        "set a policy": (
            Role.SYSTEM_ADMIN,
            lambda user: set_policy("issue.days", 9, source="x", valid_from=day, actor=user, shown=NO_PAGE),
        ),
    }


def test_staff_who_are_members_do_no_deciding_act(clock, reference):
    acts, sides = deciding_acts(clock), [organisation(kind) for kind in KINDS]
    for name, (role, act) in acts.items():
        for there in sides:
            person = holder(role)
            join(person, there)
            said = refusal(lambda: act(again(person)))  # noqa: B023 - called here
            assert (name, f"您担任监管岗位，又是“{there}”的成员，不能办理" in said) == (name, True), said


def test_staff_who_are_members_propose_and_confirm_no_sanction(issued):
    authorization = issued()
    seen = authorization.revision
    proposal = propose(authorization, "cancel", user=holder(Role.OPERATOR_OFFICER), seen=seen, reason="企业申请注销")
    person = holder(Role.OPERATOR_OFFICER)
    join(person, make.enterprise("别家有限公司").organisation)
    acts = {
        "propose": lambda: propose(authorization, "suspend", user=again(person), seen=seen, reason="x", cause="other"),
        "confirm": lambda: confirm_sanction(proposal, user=again(person), seen=seen, shown=NO_PAGE),
    }
    said = {name: refusal(act) for name, act in acts.items()}
    assert {name for name, words in said.items() if "又是“别家有限公司”的成员，不能办理" not in words} == set(), said


def members_acts(clock):
    """Every act of a member of an enterprise: act of a person for it."""
    application = make.advance_to(make.filed(), "completeness_check", make.staff(), clock)
    enterprise = application.enterprise
    item, batch = make.product(enterprise, "茶几"), application.batch
    return enterprise.organisation, {
        "open a draft": lambda user: open_application(
            user=user, product=item, batch=batch, route=application.route
        ),
        "change facts": lambda user: change_facts(enterprise, {"address": "示例路 9 号"}, user=user),
        "ask for a change": lambda user: file_change(enterprise, "rename", {}, [make.pdf()], user=user),
        "sign": lambda user: sign_declaration(
            application, user=user, name="李四", role="法人", proof=make.PASSWORD, shown=NO_PAGE
        ),
    }  # fmt: skip


@pytest.mark.parametrize("other_side", ["role", "body"])
def test_who_stands_on_another_side_does_no_act_of_a_member(other_side, clock, reference):
    there, acts = members_acts(clock)
    person = make.user()
    if other_side == "role":
        hold(person, Role.EXPERT)
        wanted = "监管岗位的账号不能加入企业，也不能代其办理"
    else:
        certificate = make.certificate(
            make.body("为其认证有限公司"), fits=there.enterprise.products.first(), number="C-9"
        )
        join(person, certificate.body.organisation)
        wanted = "同一人不能在两边任职"
    join(person, there)
    said = {name: refusal(lambda act=act: act(again(person))) for name, act in acts.items()}
    assert {name for name, words in said.items() if wanted not in words} == set(), said


def test_a_holder_of_a_role_binds_no_enterprise_and_certifies_none(reference):
    officer = holder(Role.EXPERT)
    enterprise = make.enterprise()
    EnterpriseClaim.objects.create(
        enterprise=enterprise, user=make.user(), licence=make.stored_file(), claimed_at=the_clock.now()
    )
    Enterprise.objects.filter(pk=enterprise.pk).update(verified_at=None)
    certificate = make.certificate(make.body(), fits=make.product(make.enterprise("另一企业")))
    join(officer, certificate.body.organisation)
    said = {
        "join": refusal(lambda: ask_to_join(user=officer, enterprise=Enterprise.objects.get(pk=enterprise.pk))),
        "claim": refusal(lambda: claim_enterprise(
            user=officer, code=make.CODES[-1], name="新企业", region=enterprise.registered_region, licence=make.pdf()
        )),
        "enter": refusal(lambda: enter_certificate(certificate.body, certificate, make.pdf(), user=again(officer))),
        "end": refusal(lambda: propose_end(
            certificate, "withdraw", user=again(officer), seen=certificate.revision, reason="弄虚作假", shown=NO_PAGE
        )),
    }  # fmt: skip
    assert {name for name, words in said.items() if "监管岗位的账号不能加入" not in words} == set(), said
