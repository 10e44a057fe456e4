"""Binding an enterprise by its 统一社会信用代码: the first claim, its decision, later members."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from applications.enterprises.claims.licences import drop_unused, take_in
from applications.enterprises.claims.messages import tell_decided, tell_filed
from applications.enterprises.models import Enterprise, EnterpriseClaim
from tianfu.accounts.access.lock_order import lock_people
from tianfu.accounts.access.separation import side_problems
from tianfu.accounts.models import Membership, Organisation, OrganisationKind, Region
from tianfu.accounts.organisations import membership as organisations_membership
from tianfu.accounts.organisations.uscc import clean_uscc, is_doubtful, normalise
from tianfu.accounts.roles import Role
from tianfu.files.models import StoredFile
from tianfu.ledger.audit.records import record
from tianfu.papers.fields import refuse_unprintable_fields
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.officer import check_officer
from tianfu.workflow.signatures.shown import Shown, refuse_changed


@dataclass(frozen=True)
class Bound:
    """What came of binding: a first claim that waits for an officer, or a request to the managers."""

    enterprise: Enterprise
    claim: EnterpriseClaim | None
    membership: Membership


def find_enterprise(code: str) -> Enterprise | None:
    """The enterprise with this code, already bound by somebody; raises ValidationError for a wrong code of nobody."""
    found = Enterprise.objects.bearing(normalise(code)).select_related("organisation").first()
    if found is None:
        clean_uscc(code)
    return found


def has_standing_claim(enterprise: Enterprise) -> bool:
    """Whether somebody is bound to it, or waits to be: a verified enterprise is never claimed anew."""
    return (
        enterprise.verified_at is not None or enterprise.claims.exclude(status=EnterpriseClaim.Status.REFUSED).exists()
    )


def claim_enterprise(
    *, user: Any, code: str, name: str, region: Region, licence: UploadedFile | StoredFile, code_confirmed: bool = False
) -> Bound:
    """The first claim: uploads the licence and waits for a prefecture officer. Until then it may draft, not submit.

    `code_confirmed`: the person says that a last digit which does not fit stands so on the licence; the officer is told.
    `licence`: as uploaded, or as `enterprises.licences` kept it.
    Raises ValidationError (wrong code, bad file) and NotPossible (bound by somebody else).
    """
    uscc = clean_uscc(code, confirmed=code_confirmed)
    try:
        with transaction.atomic():
            lock_people(user)
            enterprise, before = _enterprise(user, uscc, name, region)
            if problems := side_problems(user, enterprise.organisation):
                raise NotPossible(problems)
            stored = licence if isinstance(licence, StoredFile) else take_in(licence, user=user)
            claim = EnterpriseClaim.objects.create(
                enterprise=enterprise, user=user, licence=stored, claimed_at=clock.now()
            )
            membership = organisations_membership.add_member(
                enterprise.organisation, user, actor=None, edit=True, sign=True, manage=True, at=clock.now()
            )
            drop_unused(user, but=stored)
            told: dict[str, Any] = {"code_confirmed": True} if is_doubtful(uscc) else {}
            after = {"name": enterprise.organisation.name, "region": enterprise.registered_region_id}
            record("enterprise.claim", actor=user, subject=enterprise, data={**told, "before": before, "after": after})
            tell_filed(claim)
    except IntegrityError as error:
        raise NotPossible(["该企业刚刚由他人提交认领。请刷新后申请加入。"]) from error
    return Bound(enterprise, claim, membership)


def _enterprise(user: Any, uscc: str, name: str, region: Region) -> tuple[Enterprise, dict[str, Any]]:
    """The enterprise as it is claimed now, and its name and region before; nothing before for a new one.

    After a refusal each claimant has an enterprise of their own: one who comes again goes on with what they wrote and
    may name it anew; another begins with nothing. What a refused claimant wrote is opened or renamed by nobody else.
    """
    if refused := refuse_unprintable_fields({"name": name}):
        raise ValidationError(refused)
    bearing = Organisation.objects.bearing(uscc)
    # Whoever waited here for another claimant finds the code gone to that one: read once more.
    bearer = bearing.select_for_update(no_key=True).first() or bearing.first()
    if bearer is not None:
        standing = Enterprise.objects.select_related("organisation").filter(organisation=bearer).first()
        if standing is None:
            raise NotPossible(["该代码已由平台上的其他机构使用，请核对。"])
        if has_standing_claim(standing):
            raise NotPossible([_bound_by_others(standing)])
    own = _own_before(user, uscc)
    if bearer is not None and (own is None or own.organisation_id != bearer.pk):
        Organisation.objects.filter(pk=bearer.pk).update(superseded_at=clock.now())
    if own is None:
        return _new_enterprise(uscc, name, region), {}
    before = {"name": own.organisation.name, "region": own.registered_region_id}
    Organisation.objects.filter(pk=own.organisation_id).update(name=name.strip(), region=region, superseded_at=None)
    Enterprise.objects.filter(pk=own.pk).update(registered_region=region)
    return Enterprise.objects.select_related("organisation").get(pk=own.pk), before


def _own_before(user: Any, uscc: str) -> Enterprise | None:
    """The enterprise of this code that only this person ever claimed; what two had a hand in is nobody's."""
    rows = Enterprise.objects.filter(organisation__uscc=uscc, claims__user=user, verified_at=None)
    rows = rows.exclude(pk__in=EnterpriseClaim.objects.exclude(user=user).values("enterprise"))
    return rows.select_related("organisation").order_by("-pk").first()


def _new_enterprise(uscc: str, name: str, region: Region) -> Enterprise:
    organisation = Organisation(kind=OrganisationKind.ENTERPRISE, name=name.strip(), uscc=uscc, region=region)
    organisation.full_clean()
    organisation.save()
    return Enterprise.objects.create(organisation=organisation, registered_region=region)


def _bound_by_others(enterprise: Enterprise) -> str:
    if enterprise.verified_at is None:
        return "该企业已由他人提交认领，正在核验。您可以申请加入，由其管理员确认。"
    return "该企业已在平台登记。请申请加入，由企业管理员确认。"


def ask_to_join(*, user: Any, enterprise: Enterprise) -> Membership:
    """Later members are let in by the enterprise's manager."""
    if not has_standing_claim(enterprise):
        raise NotPossible(["该企业尚未有人认领，请上传营业执照认领。"])
    return organisations_membership.request_membership(user, enterprise.organisation, at=clock.now())


def claim_facts(claim: EnterpriseClaim) -> dict[str, str]:
    """What the officer compares with the licence, for `tianfu.workflow.signatures.shown`."""
    enterprise = claim.enterprise
    return {
        "企业名称": enterprise.organisation.name,
        "统一社会信用代码": enterprise.uscc,
        "登记地": enterprise.registered_region.name,
        "认领人": f"{claim.user}（{claim.user.email}）",
        "营业执照": f"{claim.licence.name} {claim.licence.sha256}",
    }


def decide_claim(
    claim: EnterpriseClaim, *, user: Any, approve: bool, reason: str = "", shown: Shown
) -> EnterpriseClaim:
    """A prefecture officer of the enterprise's city accepts or refuses the claim, once, as the page stamped `shown` had
    it."""
    with transaction.atomic():
        # People before everything else: a refusal ends their memberships (docs/decisions/0012).
        lock_people(user, *claim.enterprise.organisation.memberships.live().values_list("user_id", flat=True))
        fresh = EnterpriseClaim.objects.select_for_update(of=("self",)).select_related("enterprise").get(pk=claim.pk)
        enterprise = fresh.enterprise
        allowed = user.has_role(Role.PREFECTURE_OFFICER, enterprise.registered_region_id)
        check_officer(user, allowed, "企业认领由登记地市（州）经办人核验。")
        if fresh.status != EnterpriseClaim.Status.PENDING:
            raise NotPossible([f"该认领已由 {fresh.decided_by} 办结：{fresh.get_status_display()}。"])
        if not approve and not reason.strip():
            raise ValidationError({"reason": "请写明不予通过的理由，对方会看到。"})
        refuse_changed(shown, claim_facts(fresh))
        now = clock.now()
        fresh.status = EnterpriseClaim.Status.APPROVED if approve else EnterpriseClaim.Status.REFUSED
        fresh.decided_by, fresh.decided_at, fresh.reason = user, now, reason.strip()
        fresh.save()
        if approve:
            Enterprise.objects.filter(pk=enterprise.pk).update(verified_at=now)
        else:
            organisations_membership.release(enterprise.organisation, actor=user, reason=reason.strip(), at=now)
        tell_decided(fresh)
        record("enterprise.claim_decided", actor=user, subject=enterprise, reason=reason, data={"approved": approve})
    return fresh
