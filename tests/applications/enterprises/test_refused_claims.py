"""After a refused claim each claimant has an enterprise of their own: nobody opens or renames another's work."""

import threading
import time

import pytest
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from applications.enterprises.claims import licences
from applications.enterprises.claims.acts import ask_to_join, claim_enterprise, decide_claim, find_enterprise
from applications.enterprises.mixed import mixed_claims
from applications.form.start import open_application
from applications.models import Application, Enterprise, EnterpriseClaim
from certification.certificates.claims.acts import choices_for, claim_certificate
from certification.models import QualityCertificate
from tests import make
from tianfu.accounts.models import Membership, Organisation, Region
from tianfu.accounts.roles import Role
from tianfu.files.uploads import accept
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
CODE = make.CODES[2]


def claim(person, name="甲厂", code=CODE):
    region = Region.objects.get(pk="510100")
    return claim_enterprise(user=person, code=code, name=name, region=region, licence=make.pdf("执照.pdf"))


def refuse(bound):
    officer = make.officer(Role.PREFECTURE_OFFICER, "510100")
    return decide_claim(bound.claim, user=officer, approve=False, reason="照片不清楚。", shown=NO_PAGE)


def approve(bound):
    return decide_claim(bound.claim, user=make.officer(Role.PREFECTURE_OFFICER, "510100"), approve=True, shown=NO_PAGE)


@pytest.fixture
def refused(reference):
    """A first claimant with a draft, a product, contact data and evidence, whose claim was refused."""
    person = make.user()
    bound = claim(person)
    Enterprise.objects.filter(pk=bound.enterprise.pk).update(contact_name="秦密", contact_phone="028-77776666")
    item = make.product(bound.enterprise, "秘密样机")
    draft = open_application(user=person, product=item, batch=make.batch(), route="self_declaration")
    make.fill(draft, person)
    refuse(bound)
    return person, bound, draft


def test_the_next_claimant_sees_nothing_of_the_refused_one(client, refused):
    first, bound, draft = refused
    evidence = draft.evidence.first().file
    second = make.user()
    mine = claim(second, "乙厂")
    assert mine.enterprise.pk != bound.enterprise.pk
    client.force_login(second)
    assert not Application.objects.visible_to(second).exists()
    for address in (
        reverse("portal:application", args=[draft.pk]),
        reverse("portal:section", args=[draft.pk, "subject"]),
        reverse("files:download", args=[evidence.pk, evidence.name]),
        reverse("files:download", args=[bound.claim.licence.pk, "执照.pdf"]),
    ):
        assert client.get(address).status_code == 404, address
    for name in ("portal:home", "portal:enterprise", "portal:applications", "portal:products"):
        text = client.get(reverse(name)).content.decode()
        assert not any(word in text for word in ("秘密样机", "秦密", "028-77776666", "甲厂")), name


def test_a_claim_does_not_rename_what_another_wrote_under_the_code(refused):
    bound = refused[1]
    claim(make.user(), "乙厂")
    kept = Organisation.objects.get(pk=bound.enterprise.organisation_id)
    assert (kept.name, kept.superseded_at is not None) == ("甲厂", True)
    assert find_enterprise(CODE).organisation.name == "乙厂"


def test_the_refused_claimant_comes_again_and_goes_on_with_the_draft_under_a_better_name(refused):
    first, bound, draft = refused
    again = claim(first, "甲厂有限公司")
    assert again.enterprise == bound.enterprise and again.enterprise.organisation.name == "甲厂有限公司"
    assert list(Application.objects.visible_to(first)) == [draft]
    approve(again)
    assert EnterpriseClaim.objects.filter(status="approved").count() == 1


def test_whoever_comes_again_after_another_was_refused_too_finds_the_own_draft_alone(refused):
    first, bound, draft = refused
    other = claim(make.user(), "乙厂")
    refuse(other)
    again = claim(first)
    assert again.enterprise == bound.enterprise
    assert find_enterprise(CODE) == bound.enterprise
    assert Organisation.objects.get(pk=other.enterprise.organisation_id).superseded_at is not None


def test_what_two_claimants_had_a_hand_in_is_opened_to_neither(refused):
    """As it stood before each claimant had an enterprise of their own."""
    first, bound, draft = refused
    second = make.user()
    EnterpriseClaim.objects.create(
        enterprise=bound.enterprise, user=second, licence=bound.claim.licence, status="refused",
        claimed_at=bound.claim.claimed_at, decided_by=first, decided_at=bound.claim.claimed_at,
    )  # fmt: skip
    assert claim(second).enterprise != bound.enterprise
    assert not Application.objects.visible_to(second).exists()


def test_former_refused_and_pending_members_see_no_draft(client, refused):
    first, bound, draft = refused
    assert not Application.objects.visible_to(first).exists()  # refused: not even one's own, until claimed anew
    second = claim(make.user(), "乙厂")
    asking = make.user()
    ask_to_join(user=asking, enterprise=second.enterprise)
    for person in (first, asking):
        client.force_login(person)
        assert client.get(reverse("portal:application", args=[draft.pk])).status_code in (403, 404)
        assert not Enterprise.objects.visible_to(person).exists()


def test_a_verified_enterprise_is_never_claimed_anew(reference):
    owner = make.enterprise(uscc=CODE)
    assert not owner.claims.exists()
    with pytest.raises(NotPossible) as refusal:
        claim(make.user(), "乙厂")
    assert refusal.value.problems == ["该企业已在平台登记。请申请加入，由企业管理员确认。"]
    owner.organisation.refresh_from_db()
    assert (owner.organisation.name, Membership.objects.count()) == ("样例家居制造有限公司", 0)


def test_a_code_of_an_office_is_not_claimed_as_an_enterprise(reference):
    Organisation.objects.create(kind="certification_body", name="示例认证", uscc=CODE)
    with pytest.raises(NotPossible):
        claim(make.user(), "示例认证")


def test_a_typed_code_opens_no_certificate_before_an_officer_verified_the_claim(client, reference):
    """The body enters a certificate for the true holder; a stranger types the holder's code."""
    stranger = make.user()
    bound = claim(stranger)
    item = make.product(bound.enterprise)
    row = make.certificate(make.body(), fits=item)
    draft = open_application(user=stranger, product=item, batch=make.batch(), route="quality_certification")
    client.force_login(stranger)
    address = reverse("files:download", args=[row.file.pk, row.file.name])
    assert client.get(address).status_code == 404
    assert choices_for(draft) == [] and not QualityCertificate.objects.held_for(stranger).exists()
    with pytest.raises(NotPossible):
        claim_certificate(draft, row, user=stranger)
    approve(bound)
    draft = Application.objects.get(pk=draft.pk)
    assert choices_for(draft) == [row] and client.get(address).status_code == 200


def test_one_code_stands_once_among_those_in_force(refused):
    claim(make.user(), "乙厂")
    assert Organisation.objects.filter(uscc=CODE).count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(uscc=CODE).update(superseded_at=None)
    with pytest.raises(ValidationError):
        Organisation(kind="enterprise", name="丙厂", uscc=CODE).full_clean()


@pytest.mark.django_db(transaction=True)
def test_two_who_claim_a_refused_code_at_once_are_told_apart(refused):
    people, came, barrier = [make.user(), make.user()], [], threading.Barrier(2)

    def run(person):
        from django.db import connection

        barrier.wait()
        try:
            came.append(claim(person, person.email[:8]).enterprise.pk)
        except NotPossible:
            came.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert came.count("refused") == 1
    assert Organisation.objects.bearing(CODE).count() == 1


def test_an_enterprise_that_two_claimants_filled_before_the_upgrade_is_named_by_the_check(refused, capsys):
    first, bound, _ = refused
    assert mixed_claims() == []
    second = make.user()
    # As it was stored then: the next claim on the refused one's enterprise.
    later = EnterpriseClaim.objects.create(
        enterprise=bound.enterprise, user=second, licence=make.stored_file(purpose="licence"), claimed_at=clock.now()
    )
    assert mixed_claims() == [later]
    call_command("check", databases=["default"], fail_level="ERROR")
    said = capsys.readouterr().err
    assert "applications.W001" in said
    assert f"先由账号 {first.pk} 认领未通过，再由账号 {second.pk} 认领" in said
    Enterprise.objects.filter(pk=bound.enterprise.pk).update(verified_at=clock.now())
    assert mixed_claims() == [], "decided: nothing is left to be told"


def test_who_came_back_after_a_refusal_is_no_mixture(refused):
    first, _, _ = refused
    claim(first)
    assert mixed_claims() == []


def test_a_kept_licence_is_the_persons_own_for_a_day(reference, monkeypatch):
    person, other = make.user(), make.user()
    stored = licences.keep(make.pdf("执照.pdf"), user=person)
    given = licences.reference(stored)
    assert [licences.kept(given, user=one) for one in (person, other)] == [stored, None]
    evidence = accept(make.pdf(), kinds=licences.LICENCE_KINDS, max_bytes=10**6, actor=person, purpose="evidence")
    assert licences.kept(licences.reference(evidence), user=person) is None
    now = time.time()
    for hours, found in ((23.9, stored), (24.1, None)):
        monkeypatch.setattr(signing.time, "time", lambda hours=hours: now + hours * 3600)
        assert licences.kept(given, user=person) == found
