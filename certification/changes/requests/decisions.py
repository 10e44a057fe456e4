"""A change on the operator's side: looked at, handed back, or decided; what is granted stands in the mark at once."""

from datetime import date
from typing import Any

from django.db import transaction

from applications.enterprises.products.versions import follow_grant
from applications.models import CasePaper
from certification.authorizations.notices import notice_key, want_notice
from certification.changes.decisions import Matter, mark_facts, write_into_mark
from certification.changes.requests.content import product_facts, values
from certification.changes.requests.letters import want_letter
from certification.changes.requests.messages import tell_holder
from certification.changes.requests.models import ChangeEndorsement, ChangeRequest, SiteCheck
from certification.changes.requests.problems import accept_problems, needs_check
from certification.changes.requests.states import ChangeState
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible, advance
from tianfu.workflow.models.endorsement import Endorsement
from tianfu.workflow.signatures.proposal import beside_problems
from tianfu.workflow.signatures.shown import Shown, refuse_changed


def decision_facts(request: ChangeRequest, proposal: Endorsement | None) -> dict[str, Any]:
    """What the page shows to whoever decides, for `tianfu.workflow.signatures.shown`."""
    return mark_facts(request, proposal, clock.today()) | {
        "变更内容": request.changed,
        "变更的原因": request.text,
        "暂停原因": [row.get_cause_display() for row in request.authorization.suspensions.filter(lifted_at=None)],
        "现场核查": [[row.pk, row.conforms] for row in request.site_checks.all()],
    }


def _decided(
    request: ChangeRequest, verb: str, user: Any, reason: str, endorsement: Endorsement | None
) -> ChangeRequest:
    by_two = {"endorsement": endorsement} if endorsement is not None else {}
    moved = advance(request, verb, actor=user, seen=request.revision, note=reason, **by_two)
    if verb == "accept":
        columns, facts = values(moved)
        before, granted = product_facts(moved)
        follow_grant(moved.authorization.product_id, before, granted, user=moved.filed_by)
        write_into_mark(moved, "amend", user, reason, columns=columns, facts=facts, changed=moved.changed)
    want_letter(moved, verb, reason)
    tell_holder(moved, "change_granted" if verb == "accept" else "change_refused", reason=reason)
    return moved


MATTER: Matter[ChangeRequest] = Matter(
    action="change_request",
    endorsement=ChangeEndorsement,
    waiting=ChangeState.WAITING,
    desk="变更申请由运营机构办理。",
    choose="请选择同意变更或不予变更。",
    explain="请写明核查情况和理由：会告知企业。",
    facts=decision_facts,
    accept_problems=accept_problems,
    carry_out=_decided,
)
confirm, drop, open_proposal = MATTER.confirm, MATTER.drop, MATTER.open_proposal


def propose(request: ChangeRequest, verb: str, *, user: Any, seen: int, reason: str) -> ChangeEndorsement:
    """The first of two people; NotPossible as well for what one person decides (`decide_alone`)."""
    if not request.way.by_two:
        raise NotPossible(["该事项由一人核对后办结，无需提出。"])
    proposal: ChangeEndorsement = MATTER.propose(request, verb, user=user, seen=seen, reason=reason)
    return proposal


def decide_alone(
    request: ChangeRequest, verb: str, *, user: Any, seen: int, reason: str, shown: Shown
) -> ChangeRequest:
    """名称和住所, which the city has confirmed: one person compares and registers."""
    with transaction.atomic():
        locked = MATTER.taken_up(request, user, seen)
        if locked.way.by_two:
            raise NotPossible(["该决定须由两人作出：先由一人提出，再由另一人确认。"])
        if problems := MATTER.problems(locked, verb, reason):
            raise NotPossible(problems)
        refuse_changed(shown, decision_facts(locked, None))
        return _decided(locked, verb, user, reason, None)


def hand_back(request: ChangeRequest, *, user: Any, seen: int, reason: str) -> ChangeRequest:
    """To the holder, who reads what is to be mended."""
    with transaction.atomic():
        moved = advance(request, "hand_back", actor=user, seen=seen, note=reason)
        key, what = notice_key(moved, "hand_back"), moved.get_kind_display()
        want_notice(moved.authorization, CasePaper.Kind.CHANGE_RETURNED, key, said=reason, what=what)
        tell_holder(moved, "change_returned", reason=reason)
    return moved


def record_site_check(
    request: ChangeRequest, *, user: Any, seen: int, visited_on: date, place: str, finding: str, conforms: bool
) -> SiteCheck:
    """The visit of a new site, before it is decided; a further visit is a further row."""
    with transaction.atomic():
        locked = MATTER.taken_up(request, user, seen)
        problems = [] if needs_check(locked) else ["该申请不需要登记现场核查。"]
        if not place.strip() or not finding.strip():
            problems.append("请写明核查的地点和情况。")
        if not clock.in_beijing(locked.filed_at) <= visited_on <= clock.today():
            problems.append("核查日期应在申请之后，不能晚于今天。")
        problems += beside_problems(open_proposal(locked))
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
