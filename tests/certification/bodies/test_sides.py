"""A body's people never stand on the side of an enterprise that it certifies: when access is given and when one acts."""

from datetime import timedelta

import pgtrigger
import pytest
from django.core.exceptions import ValidationError

from applications.cases.filings.signatures import sign_declaration
from applications.cases.filings.submission import submit
from applications.enterprises.claims.acts import ask_to_join, claim_enterprise
from applications.models import Enterprise, EnterpriseClaim
from certification.authorizations.sanctions.acts import confirm as confirm_sanction
from certification.authorizations.sanctions.acts import propose
from certification.authorizations.sanctions.second_person import SECOND
from certification.bodies.own_side import body_act_problems
from certification.certificates.claims.acts import claim_certificate, confirm, refuse
from certification.certificates.claims.sides import shared_people_problems
from certification.certificates.issued.ends import confirm_end, propose_end
from certification.certificates.issued.entry import enter_certificate
from certification.certificates.issued.second_person import ends_for_second
from certification.models import QualityCertificate
from tests import make
from tests.grants import hold
from tianfu.accounts.access.separation import side_problems
from tianfu.accounts.models import Membership, Organisation, User
from tianfu.accounts.organisations.membership import add_member, leave, request_membership
from tianfu.accounts.roles import Role
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotPossible, advance
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def body(reference):
    return make.body()


@pytest.fixture
def item(reference):
    return make.product(make.enterprise())


def both(person, organisation):
    """The person on the second side too, as it could be before this was refused: past the functions."""
    return Membership.objects.create(
        user=person, organisation=organisation, status="active", can_edit=True, can_sign=True, can_manage=True,
        decided_at=the_clock.now(),
    )  # fmt: skip


def again(person):
    return User.objects.get(pk=person.pk)


def new_certificate(body, item, number="NEW-1"):
    kept = make.certificate(body, fits=item, number=f"OLD-{number}")
    today = the_clock.today()
    return QualityCertificate(
        number=number, holder_name=kept.holder_name, holder_uscc=kept.holder_uscc, product_name=item.name,
        models_text=item.models_text, standard=kept.standard, scope=item.name, sector=item.sector,
        issued_on=today - timedelta(days=3), valid_until=today + timedelta(days=900),
    )  # fmt: skip


def test_a_bodys_member_neither_joins_nor_binds_an_enterprise_it_certifies(body, item):
    make.certificate(body, fits=item)
    person, enterprise = make.member(body.organisation), item.enterprise
    EnterpriseClaim.objects.create(
        enterprise=enterprise, user=make.user(), licence=make.stored_file(), claimed_at=the_clock.now()
    )
    for act in (
        lambda: ask_to_join(user=person, enterprise=enterprise),
        lambda: request_membership(person, enterprise.organisation),
        lambda: add_member(enterprise.organisation, person, actor=None),
    ):
        with pytest.raises(ValidationError, match="为“样例家居制造有限公司”认证，同一人不能在两边任职"):
            act()
    EnterpriseClaim.objects.all().delete()
    Enterprise.objects.filter(pk=enterprise.pk).update(verified_at=None)
    with pytest.raises(NotPossible, match="同一人不能在两边任职"):
        claim_enterprise(
            user=person, code=enterprise.uscc, name="样例家居制造有限公司", region=enterprise.registered_region,
            licence=make.pdf(),
        )  # fmt: skip
    assert not Membership.objects.filter(organisation=enterprise.organisation).exists()


def test_an_enterprises_member_does_not_join_the_body_that_certifies_it(body, item):
    make.certificate(body, fits=item)
    person, other = make.member(item.enterprise.organisation), make.body("另一认证公司")
    with pytest.raises(ValidationError, match="同一人不能在两边任职"):
        add_member(body.organisation, person, actor=None)
    add_member(other.organisation, person, actor=None, manage=True)
    assert sorted(str(row.organisation) for row in again(person).active_memberships) == [
        "另一认证公司",
        "样例家居制造有限公司",
    ]


def test_whoever_handled_the_certificate_does_not_join_later(body, item):
    enterer = make.member(body.organisation, edit=True)
    make.member(body.organisation)
    make.certificate(body, fits=item, entered_by=enterer)
    leave(enterer.memberships.get(), actor=enterer)
    with pytest.raises(ValidationError, match="办理过录入、确认或终止"):
        request_membership(again(enterer), item.enterprise.organisation)


def test_nobody_enters_a_certificate_of_his_own_enterprise(body, item):
    person = make.member(body.organisation, edit=True)
    both(person, item.enterprise.organisation)
    with pytest.raises(ValidationError) as caught:
        enter_certificate(body, new_certificate(body, item), make.pdf(), user=again(person))
    assert list(caught.value.message_dict) == ["holder_uscc"]
    colleague = make.member(body.organisation, edit=True)
    with pytest.raises(ValidationError, match="同时是该企业的成员"):
        enter_certificate(body, new_certificate(body, item, "NEW-2"), make.pdf(), user=colleague)
    assert not QualityCertificate.objects.filter(number__startswith="NEW").exists()


def test_a_former_member_of_the_enterprise_leaves_its_certificate_to_colleagues(body, item):
    person = make.member(item.enterprise.organisation, edit=True)
    make.member(item.enterprise.organisation)
    leave(person.memberships.get(), actor=person)
    both(person, body.organisation)
    with pytest.raises(ValidationError, match="您是或曾是“样例家居制造有限公司”的成员"):
        enter_certificate(body, new_certificate(body, item), make.pdf(), user=again(person))
    made = enter_certificate(
        body, new_certificate(body, item, "NEW-2"), make.pdf(), user=make.member(body.organisation, edit=True)
    )
    assert made.number == "NEW-2"


def test_nobody_confirms_for_his_own_enterprise(clock, reference):
    application = make.advance_to(make.filed(), "certificate_check", make.staff(), clock)
    claim = application.certificate_claim
    organisation = claim.certificate.body.organisation
    person, colleague = make.member(organisation, sign=True), make.member(organisation, sign=True)
    side = both(person, application.enterprise.organisation)
    for user, words in ((person, "不能在两边任职"), (colleague, "同时是该企业的成员")):
        with pytest.raises(NotPossible, match=words):
            confirm(claim, user=again(user), seen=application.revision, shown=NO_PAGE)
        with pytest.raises(NotPossible, match=words):
            refuse(claim, user=again(user), reason="不符", shown=NO_PAGE)
    Membership.objects.filter(pk=side.pk).update(status="ended", ended_at=the_clock.now())
    with pytest.raises(NotPossible, match="您是或曾是"):
        confirm(claim, user=again(person), seen=application.revision, shown=NO_PAGE)
    assert confirm(claim, user=again(colleague), seen=application.revision, shown=NO_PAGE).state != "certificate_check"


def test_nobody_suspends_or_ends_a_certificate_of_his_own_enterprise(body, item):
    certificate = make.certificate(body, fits=item)
    person, first, second = (make.member(body.organisation, sign=True) for _ in range(3))
    both(person, item.enterprise.organisation)
    proposal = propose_end(certificate, "withdraw", user=first, seen=0, reason="弄虚作假", shown=NO_PAGE)
    for act in (
        lambda: propose_end(certificate, "cancel", user=again(person), seen=0, reason="停产", shown=NO_PAGE),
        lambda: confirm_end(proposal, user=again(person), seen=0, shown=NO_PAGE),
        lambda: advance(certificate, "suspend", actor=again(person), seen=0, note="复查不合格"),
    ):
        with pytest.raises(NotPossible, match="不能在两边任职"):
            act()
    assert confirm_end(proposal, user=second, seen=0, shown=NO_PAGE).state == "withdrawn"


def test_nobody_files_or_signs_for_an_enterprise_that_his_body_certifies(reference):
    application = make.draft()
    person = application.created_by
    both(person, application.certificate_claim.certificate.body.organisation)
    for act in (
        lambda: claim_certificate(application, application.certificate_claim.certificate, user=again(person)),
        lambda: sign_declaration(
            application, user=again(person), name="李四", role="法人", proof=make.PASSWORD, shown=NO_PAGE
        ),
        lambda: submit(application, user=again(person), seen=application.revision, shown=NO_PAGE),
    ):
        with pytest.raises(NotPossible, match="同一人不能在两边任职"):
            act()


def test_an_officer_who_is_still_a_member_does_nothing_for_either(clock, reference):
    people = make.staff()
    application = make.filed()
    with pgtrigger.ignore("accounts.Membership:membership_not_for_staff"):
        both(people["prefecture"], make.enterprise("别家有限公司").organisation)
    with pytest.raises(NotPossible, match="您担任监管岗位，又是“别家有限公司”的成员"):
        make.passing(application, again(people["prefecture"]))


def _made_by(first, second, way):
    """`second`'s account or role came from `first`, who was an administrator then."""
    if way == "account":
        User.objects.filter(pk=second.pk).update(created_by=first)
        return again(second)
    person = make.user()
    hold(person, second.role_grants.get().role, granted_by=first, reason="任命")
    return again(person)


@pytest.mark.parametrize("way", ["account", "role"])
def test_nobody_decides_second_on_what_his_maker_proposed(way, clock, reference):
    people = make.staff()
    application = make.advance_to(make.filed(), "approval", people, clock)
    application = make.passing(application, people["province"])
    made = _made_by(people["province"], make.officer(Role.PROVINCE_APPROVER), way)
    with pytest.raises(NotPossible, match="您的账号或岗位由提出人建立或授予"):
        make.passing(application, made)
    assert make.passing(application, people["province_second"]).state == "agreement"


@pytest.mark.parametrize("way", ["account", "role"])
def test_nobody_confirms_a_sanction_that_his_maker_proposed(way, issued):
    authorization, first = issued(), make.officer(Role.OPERATOR_OFFICER)
    made = _made_by(first, make.officer(Role.OPERATOR_OFFICER), way)
    seen = authorization.revision
    proposal = propose(authorization, "cancel", user=first, seen=seen, reason="企业申请注销")
    with pytest.raises(NotPossible, match="您的账号或岗位由提出人建立或授予"):
        confirm_sanction(proposal, user=made, seen=seen, shown=NO_PAGE)
    assert (SECOND.number(made), SECOND.number(make.officer(Role.OPERATOR_OFFICER))) == (0, 1)


def test_a_colleague_whose_account_the_proposer_made_does_not_confirm_an_end(body, item):
    certificate = make.certificate(body, fits=item)
    first, second = make.member(body.organisation, sign=True), make.member(body.organisation, sign=True)
    User.objects.filter(pk=second.pk).update(created_by=first)
    make.member(body.organisation, sign=True)  # somebody else could confirm it
    proposal = propose_end(certificate, "withdraw", user=first, seen=0, reason="弄虚作假", shown=NO_PAGE)
    with pytest.raises(NotPossible, match="您的账号或岗位由提出人建立或授予"):
        confirm_end(proposal, user=again(second), seen=0, shown=NO_PAGE)


def test_a_claimant_whose_code_went_to_another_is_on_no_side_of_its_certificates(body, item):
    """The code alone made them one: an enterprise never verified, superseded by the one that bears the code now."""
    code = item.enterprise.uscc
    make.certificate(body, fits=item)
    Organisation.objects.filter(pk=item.enterprise.organisation_id).update(superseded_at=the_clock.now())
    refused = item.enterprise.organisation
    refused.refresh_from_db()
    person = make.member(refused)
    holder = make.enterprise("承继的企业有限公司", uscc=code)
    assert side_problems(person, body.organisation) == []
    assert shared_people_problems(body.organisation, code) == []
    signer = make.member(body.organisation, sign=True)
    both(signer, refused)
    assert shared_people_problems(body.organisation, code) == []
    assert body_act_problems(again(signer), body.organisation, code) == []
    assert side_problems(again(signer), refused) == []
    both(signer, holder.organisation)
    assert shared_people_problems(body.organisation, code) != []
    assert body_act_problems(again(signer), body.organisation, code) != []


def test_nobody_confirms_an_end_for_whom_he_owes_his_place_to_and_the_proposer_is_told_how(body, item):
    certificate = make.certificate(body, fits=item)
    boss, colleague = make.member(body.organisation, sign=True), make.member(body.organisation, sign=True)
    # The factory's two signers belong to the body as well; here are only these two.
    Membership.objects.filter(organisation=body.organisation).exclude(user__in=[boss, colleague]).update(
        status="ended", ended_at=the_clock.now()
    )
    Membership.objects.filter(user=colleague).update(decided_by=boss)
    with pytest.raises(NotPossible, match="请改由其中一人提出，由您复核"):
        propose_end(certificate, "withdraw", user=again(boss), seen=0, reason="弄虚作假", shown=NO_PAGE)
    proposal = propose_end(certificate, "withdraw", user=again(colleague), seen=0, reason="弄虚作假", shown=NO_PAGE)
    assert [row.pk for row in ends_for_second(again(boss))] == [proposal.pk]
    assert confirm_end(proposal, user=again(boss), seen=0, shown=NO_PAGE).state == "withdrawn"
