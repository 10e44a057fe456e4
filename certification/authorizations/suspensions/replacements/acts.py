"""A new quality certificate under a mark: asked for with a deadline, offered by the holder, put in place by two people.

When the time passes, the mark is suspended and the operator is asked for a proposal; 撤销 is never automatic.
"""

from datetime import date
from typing import Any

from django.db import transaction

from applications.models import Sector
from certification.authorizations.models.authorization import Authorization, AuthorizationEndorsement
from certification.authorizations.rules import operates_on
from certification.authorizations.states import AuthorizationState, Cause
from certification.authorizations.suspensions.acts import certificate_replaced, lift_cause
from certification.authorizations.suspensions.cascade import in_force, lift, suspend
from certification.authorizations.suspensions.causes import OF_THE_CERTIFICATE
from certification.authorizations.suspensions.replacements.models import STANDING, Replacement
from certification.authorizations.suspensions.replacements.notes import tell_handed_back, tell_met, tell_replacement
from certification.authorizations.suspensions.replacements.states import ReplacementState
from certification.bodies.models import CertificationBody
from certification.certificates.claims.section import certificate_rows
from certification.certificates.losses.grounds import standing_problems
from certification.certificates.models import QualityCertificate
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import add_working_days
from tianfu.workflow.door import SYSTEM, NotPossible, advance, lock
from tianfu.workflow.policies.values import policy
from tianfu.workflow.rounds import each
from tianfu.workflow.signatures.member import check_member
from tianfu.workflow.signatures.officer import check_officer

S = AuthorizationState


def ask(authorization: Authorization, cause: str) -> Replacement | None:
    """A work item at once and a deadline for the holder; None when one stands already. The caller holds the lock."""
    if authorization.certificate is None or authorization.replacements.filter(state__in=STANDING).exists():
        return None
    today = clock.today()
    days = int(policy("certificate.replace_days", scope=authorization.application.programme_slug, on=today))
    replacement = Replacement.objects.create(
        authorization=authorization,
        certificate=authorization.certificate,
        cause=cause,
        opened_at=clock.now(),
        due_on=add_working_days(today, days).date,
    )
    record("replacement.ask", actor=None, subject=replacement, data={"authorization": authorization.number})
    tell_replacement(replacement, "replacement_asked", "replacement_opened")
    return replacement


def follow_end(certificate: QualityCertificate) -> None:
    """The certificate has ended for good: each mark on it needs a new one."""
    for authorization in in_force(certificate):
        ask(lock(authorization), Cause.CERTIFICATE_ENDED)


def follow_body(body: CertificationBody, day: date) -> int:
    """After its terms changed, or a day on which one ended: each mark on its certificates; returns how many moved."""
    fresh = CertificationBody.objects.get(pk=body.pk)
    held = [sector for sector in Sector.values if fresh.covers(sector, day)]
    marks = Authorization.objects.filter(
        certificate__body=body, state__in=[S.ACTIVE, S.SUSPENDED], ends_on__gte=day
    ).order_by("certificate_id", "pk")
    standing = Replacement.objects.filter(state__in=STANDING)
    lost = marks.exclude(certificate__sector__in=held).exclude(replacements__in=standing)
    back = marks.filter(certificate__sector__in=held, replacements__in=standing.filter(cause=Cause.BODY_LEFT))
    moved = sum(_ask_if_lost(lock(mark), day) for mark in lost)
    return moved + sum(_body_is_back(lock(mark)) for mark in back)


def _ask_if_lost(authorization: Authorization, day: date) -> bool:
    """Looked at again under the lock: a new certificate may have been put in place a moment ago."""
    certificate = authorization.certificate
    if certificate is None or certificate.body.covers(certificate.sector, day):
        return False
    return ask(authorization, Cause.BODY_LEFT) is not None


def follow_bodies(day: date) -> int:
    """Once a day: a term may have come to its last day without anybody at the console."""
    return each("follow body", CertificationBody.objects.all(), lambda body: follow_body(body, day))


def _body_is_back(authorization: Authorization) -> bool:
    standing = authorization.replacements.filter(state__in=STANDING, cause=Cause.BODY_LEFT).first()
    if standing is None:
        return False
    note = "认证机构已恢复联盟成员资格和领域。"
    advance(standing, "close", actor=SYSTEM, seen=standing.revision, note=note)
    lift(authorization, Cause.BODY_LEFT, note)
    return True


def fit_problems(replacement: Replacement, certificate: QualityCertificate) -> list[str]:
    """Why this certificate cannot bear the mark: against the mark's own facts, as decided."""
    mark, today = replacement.authorization, clock.today()
    problems = standing_problems(certificate, today)
    if certificate.pk == replacement.certificate_id:
        problems.append("这是需要更换的原证书。")
    if certificate.holder_uscc != mark.holder_uscc:
        problems.append("证书持有人与授权持有人不是同一主体。")
    if certificate.product_name != mark.product_name:
        problems.append(f"证书产品“{certificate.product_name}”与授权产品“{mark.product_name}”不一致。")
    if certificate.sector != mark.sector:
        problems.append("证书的认证领域与授权产品的领域不一致。")
    return problems


def offer(replacement: Replacement, certificate: QualityCertificate, *, user: Any) -> Replacement:
    """The holder brings a certificate that a body has entered; two people of the operator look at it."""
    with transaction.atomic():
        authorization = lock(replacement.authorization)
        check_member(
            user, authorization.enterprise.organisation, "edit", "您只有查看权限。需要更换证书的，请联系企业管理员。"
        )
        fresh = Replacement.objects.get(pk=replacement.pk)
        problems = fit_problems(fresh, certificate)
        if fresh.state not in STANDING:
            problems = ["该事项已经办结，无需再提交。"]
        elif fresh.offered_id is not None:
            problems = ["已提交过新证书，正在核对。"]
        if problems:
            raise NotPossible(problems)
        _set_offer(fresh, certificate, user)
        record("replacement.offer", actor=user, subject=fresh, data={"certificate": certificate.number})
        tell_replacement(fresh, None, "replacement_offered")
    return fresh


def _set_offer(replacement: Replacement, certificate: QualityCertificate | None, user: Any) -> None:
    replacement.offered, replacement.offered_by = certificate, user
    replacement.offered_at = clock.now() if certificate is not None else None
    replacement.save(update_fields=["offered", "offered_by", "offered_at"])


def hand_back(replacement: Replacement, *, user: Any, reason: str) -> None:
    """It does not fit: the holder may bring another one while the time runs on."""
    with transaction.atomic():
        lock(replacement.authorization)
        fresh = Replacement.objects.get(pk=replacement.pk)
        check_officer(user, operates_on(fresh.authorization, user), "更换证书由运营机构核对。")
        problems = [] if reason.strip() else ["请写明理由：会告知企业。"]
        if fresh.offered is None or fresh.state not in STANDING:
            problems = ["企业没有提交新证书，或该事项已经办结。"]
        elif fresh.endorsements.standing().filter(round=fresh.authorization.revision).exists():
            problems.append("已有人提出更换，请先确认或撤下。")
        if problems:
            raise NotPossible(problems)
        data = {"certificate": fresh.offered.number} if fresh.offered else {}
        _set_offer(fresh, None, None)
        record("replacement.hand_back", actor=user, subject=fresh, reason=reason, data=data)
        tell_handed_back(fresh, reason.strip())


def take_back(replacement: Replacement, *, user: Any) -> None:
    """The holder takes his certificate back while nobody has proposed anything upon it; the time runs on."""
    with transaction.atomic():
        lock(replacement.authorization)
        fresh = Replacement.objects.get(pk=replacement.pk)
        mark = fresh.authorization
        check_member(user, mark.enterprise.organisation, "edit", "您只有查看权限。需要撤回的，请联系企业管理员。")
        problems = []
        if fresh.offered is None or fresh.state not in STANDING:
            problems = ["没有等待核对的新证书，或该事项已经办结。"]
        elif fresh.endorsements.standing().filter(round=mark.revision).exists():
            problems = ["运营机构已提出更换，正在复核，不能撤回。"]
        if problems:
            raise NotPossible(problems)
        data = {"certificate": fresh.offered.number} if fresh.offered else {}
        _set_offer(fresh, None, None)
        record("replacement.take_back", actor=user, subject=fresh, data=data)


def lock_certificates(replacement: Replacement) -> None:
    """Old and new one in the order of their keys, before the authorization: both bound it in this transaction."""
    keys = [replacement.certificate_id, replacement.offered_id]
    list(QualityCertificate.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys).order_by("pk"))


def put_in_place(authorization: Authorization, endorsement: AuthorizationEndorsement, user: Any) -> Authorization:
    """The second person's act: the mark rests on the new certificate, and ends no later than it."""
    replacement = Replacement.objects.get(pk=endorsement.replacement_id)
    certificate, reason = replacement.offered, endorsement.first_note
    assert certificate is not None  # the caller has asked `offer_problems`
    advance(replacement, "meet", actor=user, seen=replacement.revision, note=reason, endorsement=endorsement)
    facts = {**authorization.facts, "certificate": certificate_rows(certificate)}
    ends_on = min(authorization.ends_on, certificate.valid_until)
    Authorization.objects.filter(pk=authorization.pk).update(certificate=certificate, facts=facts, ends_on=ends_on)
    for cause in OF_THE_CERTIFICATE:
        lift_cause(authorization, cause, reason)
    authorization.refresh_from_db()
    data = {"from": replacement.certificate.number, "to": certificate.number, "ends_on": ends_on.isoformat()}
    record("authorization.replace_certificate", actor=user, subject=authorization, reason=reason, data=data)
    tell_met(replacement, authorization, certificate, reason)
    if authorization.state == S.SUSPENDED and not authorization.suspensions.filter(lifted_at=None).exists():
        return advance(
            authorization, "reinstate", actor=user, seen=authorization.revision, note=reason, endorsement=endorsement
        )
    return certificate_replaced(authorization, reason, user)


def offer_problems(replacement: Replacement | None) -> list[str]:
    """Asked of both people: there is an offer, and it still fits."""
    if replacement is None:
        return []
    fresh = Replacement.objects.select_related("authorization", "offered__body").get(pk=replacement.pk)
    if fresh.state not in STANDING or fresh.offered is None:
        return ["企业没有提交新证书，或该事项已经办结。"]
    return fit_problems(fresh, fresh.offered)


def pass_over_late(day: date) -> int:
    """The time is over: the mark is suspended, the operator is asked for a proposal; returns how many."""
    late = Replacement.objects.filter(state=ReplacementState.OPEN, due_on__lt=day, offered=None).order_by("pk")
    return each("pass over late replacement", late, _pass_over)


def _pass_over(replacement: Replacement) -> bool:
    with transaction.atomic():
        authorization = lock(replacement.authorization)
        fresh = Replacement.objects.get(pk=replacement.pk)
        if fresh.state != ReplacementState.OPEN or fresh.offered_id is not None:
            return False
        advance(fresh, "pass_over", actor=SYSTEM, seen=fresh.revision, note="期限届满，未更换证书")
        suspend(authorization, fresh.cause, "未在期限内更换质量认证证书")
        tell_replacement(fresh, "replacement_passed", "replacement_over")
    return True


def close_ended(authorization: Authorization) -> None:
    """A mark that has ended needs no new certificate."""
    for replacement in authorization.replacements.filter(state__in=STANDING):
        advance(replacement, "close", actor=SYSTEM, seen=replacement.revision, note="授权已经终止。")
