"""A change on the operator's side: looked at, handed back, or decided; what is granted stands in the mark at once."""

from datetime import date
from typing import Any

from django.db import transaction

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.rules import operates_on
from certification.changes.requests.content import values
from certification.changes.requests.letters import want_letter
from certification.changes.requests.messages import tell_holder
from certification.changes.requests.models import ChangeEndorsement, ChangeRequest, SiteCheck
from certification.changes.requests.problems import accept_problems, needs_check
from certification.changes.requests.states import ChangeState
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible, advance, lock, refuse_stale
from tianfu.workflow.officer import check_officer
from tianfu.workflow.signatures.first import sign_first
from tianfu.workflow.signatures.second import sign_second
from tianfu.workflow.signatures.shown import Shown, refuse_changed

_OPERATORS_ACT = "变更申请由运营机构办理。"
_VERBS = ("accept", "refuse")


def decision_facts(request: ChangeRequest) -> dict[str, Any]:
    """What the page shows to whoever decides, for `tianfu.workflow.signatures.shown`."""
    mark, proposal = request.authorization, open_proposal(request)
    facts: dict[str, Any] = {
        "授权": f"{mark} {mark.effective_on(clock.today()).label}",
        "变更内容": request.changed,
        "变更的原因": request.text,
        "证明材料": [row.file.name for row in request.files.select_related("file")],
        "暂停原因": [row.get_cause_display() for row in mark.suspensions.filter(lifted_at=None)],
        "现场核查": [[row.pk, row.conforms] for row in request.site_checks.all()],
    }
    if request.certificate is not None:
        facts["质量认证证书"] = f"{request.certificate.number} {request.certificate.get_state_display()}"
    if proposal is not None:
        facts |= {"提议": [proposal.pk, proposal.act], "提议的理由": proposal.first_note}
    return facts


def open_proposal(request: ChangeRequest) -> ChangeEndorsement | None:
    """The first person's opinion on the request as it stands, waiting for the second."""
    row: ChangeEndorsement | None = request.endorsements.standing().filter(round=request.revision).first()
    return row


def _taken_up(request: ChangeRequest, user: Any, seen: int) -> ChangeRequest:
    """Locked, as the officer's page showed it, waiting, and his to decide."""
    locked = lock(request)
    check_officer(user, operates_on(locked.authorization, user), _OPERATORS_ACT)
    refuse_stale(locked, seen)
    if locked.state != ChangeState.WAITING:
        raise NotPossible([f"该申请当前“{locked.get_state_display()}”，不能办理。"])
    return locked


def _problems(request: ChangeRequest, verb: str, reason: str) -> list[str]:
    problems = [] if verb in _VERBS else ["请选择同意变更或不予变更。"]
    problems += accept_problems(request) if verb == "accept" else []
    return problems + ([] if reason.strip() else ["请写明核查情况和理由：会告知企业。"])


def propose(request: ChangeRequest, verb: str, *, user: Any, seen: int, reason: str) -> ChangeEndorsement:
    """The first of two people: "accept" or "refuse". Raises NotPossible, NotAllowed, Overtaken."""
    with transaction.atomic():
        locked = _taken_up(request, user, seen)
        if not locked.way.by_two:
            raise NotPossible(["该事项由一人核对后办结，无需提出。"])
        standing = open_proposal(locked)
        problems = _problems(locked, verb, reason)
        if standing is not None:
            problems = [f"{standing.first_by} 已提出“{standing.get_act_display()}”，请先确认或撤下。"]
        if problems:
            raise NotPossible(problems)
        proposal: ChangeEndorsement = sign_first(ChangeEndorsement, locked, verb, user=user, note=reason)
        record(f"change_request.propose_{verb}", actor=user, subject=locked, reason=reason)
    return proposal


def confirm(proposal: ChangeEndorsement, *, user: Any, seen: int, note: str = "", shown: Shown) -> ChangeRequest:
    """The second of two people confirms what the page stamped `shown` had."""
    with transaction.atomic():
        locked = _taken_up(proposal.subject, user, seen)
        fresh = ChangeEndorsement.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        if not fresh.standing or fresh.round != locked.revision:
            raise NotPossible(["该提议已确认、已撤下或已失效。"])
        if fresh.first_by_id == user.pk:
            raise NotPossible(["您是提出人，须由另一人确认。"])
        refuse_changed(shown, decision_facts(locked))
        if locked.endorsements.filter(first_by=user, round=locked.revision).exists():
            raise NotPossible(["您对该申请提出过处理意见，须由未提出过意见的人员确认。"])
        sign_second(fresh, user, note)
        return _decided(locked, fresh.act, user, fresh.first_note, fresh)


def decide_alone(
    request: ChangeRequest, verb: str, *, user: Any, seen: int, reason: str, shown: Shown
) -> ChangeRequest:
    """名称和住所, which the city has confirmed: one person compares and registers."""
    with transaction.atomic():
        locked = _taken_up(request, user, seen)
        if locked.way.by_two:
            raise NotPossible(["该决定须由两人作出：先由一人提出，再由另一人确认。"])
        if problems := _problems(locked, verb, reason):
            raise NotPossible(problems)
        refuse_changed(shown, decision_facts(locked))
        return _decided(locked, verb, user, reason, None)


def _decided(
    request: ChangeRequest, verb: str, user: Any, reason: str, endorsement: ChangeEndorsement | None
) -> ChangeRequest:
    by_two = {"endorsement": endorsement} if endorsement is not None else {}
    moved = advance(request, verb, actor=user, seen=request.revision, note=reason, **by_two)
    if verb == "accept":
        moved = _write(moved, user, reason)
    want_letter(moved, verb, reason)
    tell_holder(moved, "change_granted" if verb == "accept" else "change_refused", reason=reason)
    return moved


def _write(request: ChangeRequest, user: Any, reason: str) -> ChangeRequest:
    """Into the mark, through its own door."""
    mark = Authorization.objects.get(pk=request.authorization_id)
    columns, facts = values(request)
    amended = advance(
        mark,
        "amend",
        actor=user,
        seen=mark.revision,
        note=reason,
        decided=request,
        columns=columns,
        facts=facts,
        changed=request.changed,
    )
    request.applied_revision = amended.revision
    request.save(update_fields=["applied_revision"])
    request.authorization = amended
    return request


def drop(proposal: ChangeEndorsement, *, user: Any, reason: str = "") -> None:
    """Take an unconfirmed opinion back; it stays on record."""
    with transaction.atomic():
        locked = lock(proposal.subject)
        fresh = ChangeEndorsement.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        check_officer(user, operates_on(locked.authorization, user), "只有运营机构经办人可以撤下提议。")
        if not fresh.standing or fresh.round != locked.revision:
            raise NotPossible(["该提议已确认、已撤下或已失效。"])
        words = reason.strip() or "撤下提议"
        record(f"change_request.drop_{fresh.act}", actor=user, subject=locked, reason=words)
        fresh.take_back(user, words)


def hand_back(request: ChangeRequest, *, user: Any, seen: int, reason: str) -> ChangeRequest:
    """To the holder, who reads what is to be mended."""
    with transaction.atomic():
        moved = advance(request, "hand_back", actor=user, seen=seen, note=reason)
        tell_holder(moved, "change_returned", reason=reason)
    return moved


def record_site_check(
    request: ChangeRequest, *, user: Any, seen: int, visited_on: date, place: str, finding: str, conforms: bool
) -> SiteCheck:
    """The visit of a new site, before it is decided; a further visit is a further row."""
    with transaction.atomic():
        locked = _taken_up(request, user, seen)
        problems = [] if needs_check(locked) else ["该申请不需要登记现场核查。"]
        if not place.strip() or not finding.strip():
            problems.append("请写明核查的地点和情况。")
        if not clock.in_beijing(locked.filed_at) <= visited_on <= clock.today():
            problems.append("核查日期应在申请之后，不能晚于今天。")
        if open_proposal(locked) is not None:
            problems.append("已有人提出处理意见，请先确认或撤下。")
        if problems:
            raise NotPossible(problems)
        check = SiteCheck.objects.create(
            request=locked,
            visited_on=visited_on,
            place=place.strip(),
            finding=finding.strip(),
            conforms=conforms,
            recorded_by=user,
            recorded_at=clock.now(),
        )
        data = {"visited_on": visited_on.isoformat(), "conforms": conforms}
        record("change_request.site_check", actor=user, subject=locked, data=data)
    return check
