"""替换: who goes instead of a member of a drawn team is computed from the draw, not chosen (trust.md A.8)."""

from typing import Any

from django.db import transaction

from supervision.directories.models import Inspector
from supervision.draws.models import Deviation, DrawPlan, Pick, PickMember
from supervision.draws.results.candidates import next_candidate
from supervision.draws.rules import organises
from supervision.draws.signals import team_changed
from supervision.draws.states import DeviationCode, DrawState
from tianfu.ledger.audit.records import record
from tianfu.ledger.log.publication import publish
from tianfu.workflow import clock
from tianfu.workflow.door import NotAllowed, NotPossible, lock
from tianfu.workflow.signatures.first import sign_first
from tianfu.workflow.signatures.proposal import hold, proposer_problems, take_back
from tianfu.workflow.signatures.second import sign_second
from tianfu.workflow.signatures.shown import Shown, refuse_changed

NOBODY = "没有合适的替换人员"


def propose(pick: Pick, inspector: Inspector, *, user: Any, code: str, reason: str) -> Deviation:
    """One organiser says who cannot go and why; the public reads the code, the reason stays inside."""
    with transaction.atomic():
        plan = lock(pick.plan)
        if not organises(plan, user):
            raise NotAllowed("检查组的变动由抽查组织人提出。")
        problems = _problems(plan, pick, inspector)
        if code not in DeviationCode.values or not reason.strip():
            problems.append("请选择原因并写明情况。")
        if pick.deviations.standing().filter(inspector=inspector).exists():
            problems.append("已有人提出替换这位检查人员，请先确认或撤下。")
        if problems:
            raise NotPossible(problems)
        made: Deviation = sign_first(
            Deviation,
            plan,
            f"replace:{pick.position}:{inspector.pk}",
            user=user,
            outcome="replace",
            pick=pick,
            inspector=inspector,
            replacement=next_candidate(pick, inspector),
            code=code,
            reason=reason.strip(),
        )
        record("drawplan.deviation_proposed", actor=user, subject=plan, reason=reason)
    return made


def _problems(plan: DrawPlan, pick: Pick, inspector: Inspector) -> list[str]:
    """Why this member of the team cannot be replaced now."""
    if plan.state not in (DrawState.DRAWN, DrawState.REVEALED):
        return [f"抽查方案当前为“{plan.get_state_display()}”，不能变动检查组。"]
    if pick.carried_from_id is not None:
        return ["该对象的检查在更正号码之前已经开始，由原检查组继续，不能变动。"]
    if (
        pick.outcome
        or pick.result.superseded_at is not None
        or not pick.members.filter(inspector=inspector, replaced_at=None).exists()
    ):
        return ["该对象已有结论，或该人员不在检查组中。"]
    return []


def change_facts(deviation: Deviation) -> dict[str, Any]:
    """What the second person reads, with the replacement as the draw gives it now."""
    pick = deviation.pick
    staying = pick.members.filter(replaced_at=None).exclude(inspector=deviation.inspector)
    return {
        "检查对象": f"第 {pick.position} 户：{pick.object.name}",
        "原检查人员": _person(deviation.inspector),
        "替换人员": _person(next_candidate(pick, deviation.inspector)),
        "留任人员": "、".join(_person(member.inspector) for member in staying.select_related("inspector")),
        "原因": deviation.get_code_display(),
        "情况说明": deviation.reason,
        "提出人": str(deviation.first_by),
    }


def _person(person: Inspector | None) -> str:
    return f"{person.name}（{person.number}）" if person is not None else NOBODY


def confirm(deviation: Deviation, *, user: Any, shown: Shown) -> Deviation:
    """The second person confirms what the page stamped `shown` said, the replacement included.

    It is computed again: when somebody else is next by now, the page is read again, and then that person goes.
    """
    with transaction.atomic():
        plan = lock(deviation.pick.plan)
        if not organises(plan, user):
            raise NotAllowed("检查组的变动由抽查组织人确认。")
        fresh = hold(deviation, None)
        if problems := proposer_problems(fresh, user) or _problems(plan, fresh.pick, fresh.inspector):
            raise NotPossible(problems)
        refuse_changed(shown, change_facts(fresh))
        # Before the signature: once it is there, this very change counts among the visits that were moved.
        fresh.replacement = next_candidate(fresh.pick, fresh.inspector)
        fresh.save(update_fields=["replacement"])
        sign_second(fresh, user)
        _exchange(fresh)
        record("drawplan.deviation", actor=user, subject=plan, reason=fresh.reason)
        publish("draw.deviation", _log_entry(plan, fresh))
        team_changed.send(sender=DrawPlan, deviation=fresh)
    return fresh


def drop_change(deviation: Deviation, *, user: Any, reason: str = "") -> None:
    """Withdraw an unconfirmed proposal; who proposed it and who took it back stay on record."""
    with transaction.atomic():
        plan = lock(deviation.pick.plan)
        if not organises(plan, user):
            raise NotAllowed("检查组的变动由抽查组织人办理。")
        take_back(deviation, plan, user=user, reason=reason, action="drawplan.deviation_dropped", outlives=True)


def _exchange(deviation: Deviation) -> None:
    pick, now = deviation.pick, clock.now()
    member = pick.members.get(inspector=deviation.inspector, replaced_at=None)
    member.replaced_at = now
    member.save(update_fields=["replaced_at"])
    if deviation.replacement is None:
        return
    staying = pick.members.filter(replaced_at=None)
    # The lead is whoever may lead: the one who stays, or the one who comes.
    lead = member.lead and not staying.filter(lead=True).exists()
    promoted = staying.filter(inspector__lead=True).first() if lead and not deviation.replacement.lead else None
    if promoted is not None:
        promoted.lead = True
        promoted.save(update_fields=["lead"])
    PickMember.objects.create(
        pick=pick,
        inspector=deviation.replacement,
        lead=lead and promoted is None,
        position=pick.members.count() + 1,
    )


def _log_entry(plan: DrawPlan, deviation: Deviation) -> dict[str, Any]:
    """Certificate numbers of inspectors, no names; a sealed draw names the position only until it is revealed."""
    entry: dict[str, Any] = {"number": plan.number, "position": deviation.pick.position, "code": deviation.code}
    if plan.result_open:
        entry |= {
            "object": deviation.pick.object.code,
            "out": deviation.inspector.number,
            "in": deviation.replacement.number if deviation.replacement else "",
        }
    return entry
