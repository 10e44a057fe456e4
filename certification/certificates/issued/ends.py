"""撤销 and 注销 of a quality certificate: proposed by one of the body, confirmed by another, both knowing what follows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from applications.cases.states import LIVE, ApplicationState
from applications.models import Application
from certification.bodies.own_side import body_act_problems
from certification.certificates.models import CertificateEndorsement, QualityCertificate
from certification.certificates.rules import ENDS, RULES
from certification.certificates.states import CertificateState
from tianfu.accounts.models import Membership, User
from tianfu.inbox.dispatch import notify
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.door import NotAllowed, NotPossible, advance, lock, refuse_stale
from tianfu.workflow.signatures.first import sign_first
from tianfu.workflow.signatures.proposal import beside_problems, hold_for_second, take_back
from tianfu.workflow.signatures.second import sign_second
from tianfu.workflow.signatures.shown import Shown, refuse_changed

Struck = Callable[[QualityCertificate, date], Iterable[Any]]
_struck: list[Struck] = []


def register_struck(struck: Struck) -> Struck:
    """Subjects above list what of theirs rests on a certificate on a day; called once each, on import."""
    _struck.append(struck)
    return struck


@dataclass(frozen=True)
class Consequences:
    """What an end of the certificate strikes at once: marks that are suspended, cases that stand still."""

    authorizations: list[Any]
    cases: list[Application]


def consequences(certificate: QualityCertificate) -> Consequences:
    """As of now; the confirm page shows it and the signature covers it."""
    marks = [mark for struck in _struck for mark in struck(certificate, clock.today())]
    cases = Application.objects.filter(certificate_claim__certificate=certificate, state__in=LIVE)
    cases = cases.exclude(state=ApplicationState.DRAFT).select_related("enterprise__organisation", "product_version")
    return Consequences(marks, list(cases.order_by("pk")))


def end_facts(
    certificate: QualityCertificate, act: str, endorsement: CertificateEndorsement | None = None
) -> dict[str, Any]:
    """What the confirm page shows, for `tianfu.workflow.signatures.shown`."""
    struck = consequences(certificate)
    facts: dict[str, Any] = {
        "事项": RULES[act].label,
        "证书": f"{certificate.number} {certificate.effective_label(clock.today())}",
        "持证人": f"{certificate.holder_name} {certificate.holder_uscc}",
        "产品": certificate.product_name,
        "相关授权": [f"{row} {row.get_state_display()}" for row in struck.authorizations],
        "在审申报": [f"{row} {row.get_state_display()}" for row in struck.cases],
    }
    if endorsement is not None:
        facts |= {"提出人": str(endorsement.first_by), "理由": endorsement.first_note}
    return facts


def open_end(certificate: QualityCertificate) -> CertificateEndorsement | None:
    """The first person's act on the certificate as it stands, waiting for the second."""
    return certificate.endorsements.standing().filter(round=certificate.revision).first()


def propose_end(
    certificate: QualityCertificate, act: str, *, user: Any, seen: int, reason: str, shown: Shown
) -> CertificateEndorsement:
    """The first of two people. Raises NotAllowed, NotPossible, Overtaken, Changed."""
    with transaction.atomic():
        locked = lock(certificate)
        refuse_stale(locked, seen)
        _may_end(locked, user)
        problems = _problems(locked, act, reason) + _nobody_second(locked, user)
        if problems:
            raise NotPossible(problems)
        refuse_changed(shown, end_facts(locked, act))
        endorsement = sign_first(CertificateEndorsement, locked, act, user=user, note=reason)
        record(f"quality_certificate.propose_{act}", actor=user, subject=locked, reason=reason)
        _tell_second(endorsement)
    return endorsement


def _may_end(certificate: QualityCertificate, user: Any) -> None:
    if not user.can(certificate.body.organisation, "sign"):
        raise NotAllowed("只有发证机构有签署权限的成员可以办理。")
    if problems := body_act_problems(user, certificate.body.organisation, certificate.holder_uscc):
        raise NotPossible(problems)


def _problems(certificate: QualityCertificate, act: str, reason: str) -> list[str]:
    problems = []
    if act not in ENDS or certificate.state not in (CertificateState.VALID, CertificateState.SUSPENDED):
        problems.append(f"证书当前“{certificate.get_state_display()}”，不能办理该事项。")
    if not reason.strip():
        problems.append("请写明理由：理由会告知持证企业和监管部门。")
    return problems + beside_problems(open_end(certificate))


def _nobody_second(certificate: QualityCertificate, user: Any) -> list[str]:
    """Against a proposal that only those could confirm who owe their membership or signature to the proposer."""
    others = _other_signers(certificate, user.pk)
    if not others or any(user.pk not in other.came_from for other in others):
        return []
    return ["本机构其他有签署权限的成员都由您加入或授权，不能复核您的提议；请改由其中一人提出，由您复核。"]


def _other_signers(certificate: QualityCertificate, first: int) -> list[User]:
    """Who else may sign for the body now."""
    there = Membership.objects.active().filter(organisation=certificate.body.organisation, can_sign=True)
    return list(User.objects.filter(is_active=True, pk__in=there.values("user")).exclude(pk=first).order_by("pk"))


def confirm_end(
    endorsement: CertificateEndorsement, *, user: Any, seen: int, note: str = "", shown: Shown
) -> QualityCertificate:
    """The second person of the body; the certificate ends, and what rests on it follows in the same transaction."""
    with transaction.atomic():
        locked = lock(endorsement.subject)
        refuse_stale(locked, seen)
        _may_end(locked, user)
        fresh = hold_for_second(endorsement, locked, user)
        refuse_changed(shown, end_facts(locked, fresh.act, fresh))
        sign_second(fresh, user, note)
        return advance(locked, fresh.act, actor=user, seen=seen, note=fresh.first_note, endorsement=fresh)


def drop_end(endorsement: CertificateEndorsement, *, user: Any, reason: str) -> None:
    """Take an unconfirmed proposal back; it stays on record."""
    with transaction.atomic():
        locked = lock(endorsement.subject)
        _may_end(locked, user)
        action = f"quality_certificate.drop_{endorsement.act}"
        take_back(endorsement, locked, user=user, reason=reason, action=action)


def end_path(endorsement: CertificateEndorsement) -> str:
    return f"/portal/certificates/{endorsement.subject_id}/ends/{endorsement.pk}/"


def _tell_second(endorsement: CertificateEndorsement) -> None:
    certificate = endorsement.subject
    first = endorsement.first_by_id
    people = [user for user in _other_signers(certificate, first) if first not in user.came_from]
    if not people:
        return
    notify(
        "certificate_end_proposed",
        users=people,
        context={
            "certificate": certificate.number,
            "enterprise": certificate.holder_name,
            "product": certificate.product_name,
            "act": endorsement.get_act_display(),
            "first": str(endorsement.first_by),
            "reason": endorsement.first_note,
        },
        link=end_path(endorsement),
        about=f"quality_certificate:{certificate.pk}",
    )
