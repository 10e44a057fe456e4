"""Membership of the alliance and scopes begin and end with a date and a reason; history is never rewritten."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.dispatch import Signal

from applications.programmes.models.reference import Sector
from certification.bodies.models import BodyTerm, CertificationBody
from tianfu.accounts.models import Organisation
from tianfu.accounts.roles import Role
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.officer import check_officer
from tianfu.workflow.signatures.shown import Shown, refuse_changed

Kind = BodyTerm.Kind
KEEPERS = (Role.OPERATOR_OFFICER, Role.SYSTEM_ADMIN)
# Sent inside the transaction of a change, with body: what rests on its certificates follows.
terms_changed = Signal()


def register_body(
    organisation: Organisation,
    *,
    approval_number: str,
    starts_on: date,
    sectors: Iterable[str],
    actor: Any,
    ends_on: date | None = None,
    reason: str = "登记为联盟成员",
) -> CertificationBody:
    """A new member with its scopes."""
    with transaction.atomic():
        body = CertificationBody.objects.create(organisation=organisation, approval_number=approval_number)
        for kind, sector in [(Kind.MEMBERSHIP, ""), *((Kind.SCOPE, sector) for sector in sectors)]:
            _create(body, kind, sector, starts_on, ends_on if kind == Kind.MEMBERSHIP else None, reason, actor)
        record("certification_body.register", actor=actor, subject=body, reason=reason)
        terms_changed.send(sender=CertificationBody, body=body)
    return body


def _create(
    body: CertificationBody, kind: str, sector: str, starts_on: date, ends_on: date | None, reason: str, actor: Any
) -> BodyTerm:
    return BodyTerm.objects.create(
        body=body,
        kind=kind,
        sector=sector,
        starts_on=starts_on,
        ends_on=ends_on,
        begun_reason=reason.strip(),
        begun_by=actor,
        begun_at=clock.now(),
    )


def _locked(body: CertificationBody, actor: Any, shown: Shown) -> CertificationBody:
    """The body's row, so that two windows come one after the other, each on what its page showed."""
    allowed = any(actor.has_role(role) for role in KEEPERS)
    check_officer(actor, allowed, "联盟成员资格由运营机构或系统管理员登记。")
    locked = CertificationBody.objects.select_for_update(of=("self",), no_key=True).get(pk=body.pk)
    refuse_changed(shown, term_facts(locked))
    return locked


def term_facts(body: CertificationBody) -> dict[str, Any]:
    """Every term as the page shows it, for `tianfu.workflow.signatures.shown`."""
    return {
        f"{term} {term.starts_on}": term.ends_on.isoformat() if term.ends_on else "未终止"
        for term in BodyTerm.objects.filter(body=body)
    }


def begin_term(
    body: CertificationBody, *, sector: str, starts_on: date, reason: str, actor: Any, shown: Shown
) -> BodyTerm:
    """Membership (`sector` empty) or a scope, from `starts_on` on; it may not overlap one that is there."""
    with transaction.atomic():
        locked = _locked(body, actor, shown)
        kind = Kind.SCOPE if sector else Kind.MEMBERSHIP
        problems = [] if reason.strip() else ["请写明依据，例如文件名称和文号。"]
        if sector and sector not in Sector.values:
            problems.append("请选择认证领域。")
        overlapping = locked.terms.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on), kind=kind, sector=sector)
        if overlapping.exists():
            problems.append(f"“{overlapping[0]}”已有到该日期仍然有效的登记，请先终止或另选日期。")
        if problems:
            raise NotPossible(problems)
        term = _create(locked, kind, sector, starts_on, None, reason, actor)
        record("certification_body.begin_term", actor=actor, subject=locked, reason=reason, data=_data(term))
        terms_changed.send(sender=CertificationBody, body=locked)
    return term


def end_term(term: BodyTerm, *, ends_on: date, reason: str, actor: Any, shown: Shown) -> BodyTerm:
    """`ends_on` is the last day. A day that is past takes effect at once; what is over already stays as it is."""
    with transaction.atomic():
        locked = _locked(term.body, actor, shown)
        fresh = BodyTerm.objects.select_for_update(of=("self",)).get(pk=term.pk)
        problems = [] if reason.strip() else ["请写明依据：会告知受影响的企业。"]
        if ends_on < fresh.starts_on:
            problems.append(f"终止日期不能早于开始日期 {fresh.starts_on}。")
        if fresh.ends_on is not None and fresh.ends_on < clock.today():
            problems.append(f"该资格已于 {fresh.ends_on} 终止，不能改写。")
        if problems:
            raise NotPossible(problems)
        fresh.ends_on, fresh.ended_reason = ends_on, reason.strip()
        fresh.ended_by, fresh.ended_at = actor, clock.now()
        fresh.save(update_fields=["ends_on", "ended_reason", "ended_by", "ended_at"])
        record("certification_body.end_term", actor=actor, subject=locked, reason=reason, data=_data(fresh))
        terms_changed.send(sender=CertificationBody, body=locked)
    return fresh


def _data(term: BodyTerm) -> dict[str, str]:
    return {
        "kind": str(term.kind),
        "sector": term.sector,
        "starts_on": term.starts_on.isoformat(),
        "ends_on": term.ends_on.isoformat() if term.ends_on else "",
    }


def holding(day: date) -> QuerySet[BodyTerm]:
    return BodyTerm.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


def uncovered(day: date, body: str, sector: str) -> Q:
    """For a query with the paths of a body's key and a sector: the body may not certify there on `day`."""
    member = holding(day).filter(body=OuterRef(body), kind=Kind.MEMBERSHIP)
    scope = holding(day).filter(body=OuterRef(body), kind=Kind.SCOPE, sector=OuterRef(sector))
    return ~Q(Exists(member)) | ~Q(Exists(scope))
