"""替换: who goes instead of a member of a drawn team is computed from the draw, not chosen (trust.md A.8)."""

import json
from typing import Any

from django.db import transaction

from supervision.directories.inspectors import recused_codes
from supervision.directories.models import Inspector
from supervision.draws.algorithm import ticket
from supervision.draws.models import Deviation, DrawPlan, Pick, PickMember
from supervision.draws.rules import organises
from supervision.draws.signals import team_changed
from supervision.draws.states import DeviationCode, DrawState, TeamRegion
from tianfu.accounts.separation import made_by_problems
from tianfu.ledger.log.publishing import publish
from tianfu.ledger.recording import record
from tianfu.workflow import clock
from tianfu.workflow.door import NotAllowed, NotPossible, lock


def next_candidate(pick: Pick, out: Inspector) -> Inspector | None:
    """First by (final load, ticket, id) among those who keep the team valid; None when there is nobody."""
    plan, members = pick.plan, list(pick.members.filter(replaced_at=None).select_related("inspector"))
    staying = [member.inspector for member in members if member.inspector_id != out.pk]
    load = _load(pick)
    was_in = set(pick.members.values_list("inspector_id", flat=True))
    candidates = [
        person
        for person in Inspector.objects.available(clock.today(), plan.visits_until or clock.today())
        if person.pk not in was_in and _able(plan, pick, person) and _keeps_valid(plan, pick, staying, person)
    ]
    seed = pick.result.seed
    candidates.sort(
        key=lambda person: (
            load.get(person.number, 0),
            ticket(seed, "insp", pick.object.code, person.number),
            person.number,
        )
    )
    return candidates[0] if candidates else None


def _load(pick: Pick) -> dict[str, int]:
    """Visits per inspector as the draw left them, moved on by the replacements since."""
    load: dict[str, int] = dict(json.loads(pick.result.file.read())["load"])
    done = Deviation.objects.filter(pick__result=pick.result, second_by__isnull=False).select_related(
        "inspector", "replacement"
    )
    for row in done:
        load[row.inspector.number] = load.get(row.inspector.number, 0) - 1
        if row.replacement is not None:
            load[row.replacement.number] = load.get(row.replacement.number, 0) + 1
    return load


def _able(plan: DrawPlan, pick: Pick, person: Inspector) -> bool:
    region = pick.object.region_id or ""
    in_area = any(region.startswith(area) for area in person.areas)
    at_home = plan.team_region == TeamRegion.CROSS and region.startswith(person.home)
    return in_area and not at_home and pick.object.code not in recused_codes(person, [pick.object])


def _keeps_valid(plan: DrawPlan, pick: Pick, staying: list[Inspector], person: Inspector) -> bool:
    team = [*staying, person]
    sector = pick.object.sector if plan.team_need == "sector" else ""
    return any(each.lead for each in team) and (not sector or any(sector in each.tags for each in team))


def propose(pick: Pick, inspector: Inspector, *, user: Any, code: str, reason: str) -> Deviation:
    """One organiser says who cannot go and why; the public reads the code, the reason stays inside."""
    with transaction.atomic():
        plan = lock(pick.plan)
        if not organises(plan, user):
            raise NotAllowed("检查组的变动由抽查组织人提出。")
        problems = []
        if plan.state not in (DrawState.DRAWN, DrawState.REVEALED):
            problems.append(f"抽查方案当前为“{plan.get_state_display()}”，不能变动检查组。")
        if pick.outcome or not pick.members.filter(inspector=inspector, replaced_at=None).exists():
            problems.append("该对象已有结论，或该人员不在检查组中。")
        if code not in DeviationCode.values or not reason.strip():
            problems.append("请选择原因并写明情况。")
        if pick.deviations.filter(inspector=inspector, second_by=None, withdrawn_at=None).exists():
            problems.append("已有人提出替换这位检查人员，请先确认或撤下。")
        if problems:
            raise NotPossible(problems)
        made = Deviation.objects.create(
            pick=pick,
            inspector=inspector,
            replacement=next_candidate(pick, inspector),
            code=code,
            reason=reason.strip(),
            first_by=user,
            first_at=clock.now(),
        )
        record("drawplan.deviation_proposed", actor=user, subject=plan, reason=reason)
    return made


def confirm(deviation: Deviation, *, user: Any) -> Deviation:
    """The second person; the replacement is computed again, so that it is the draw's and nobody's."""
    with transaction.atomic():
        plan = lock(deviation.pick.plan)
        fresh = Deviation.objects.select_for_update(of=("self",)).get(pk=deviation.pk)
        if not organises(plan, user):
            raise NotAllowed("检查组的变动由抽查组织人确认。")
        if fresh.second_by_id is not None or fresh.withdrawn_at is not None:
            raise NotPossible(["该变动已确认或已撤下。"])
        if fresh.first_by_id == user.pk:
            raise NotPossible(["您是提出人，须由另一人确认。"])
        if problems := made_by_problems(user, fresh.first_by_id):
            raise NotPossible(problems)
        fresh.replacement = next_candidate(fresh.pick, fresh.inspector)
        fresh.second_by, fresh.second_at = user, clock.now()
        fresh.save(update_fields=["replacement", "second_by", "second_at"])
        _exchange(fresh)
        record("drawplan.deviation", actor=user, subject=plan, reason=fresh.reason)
        publish("draw.deviation", _log_entry(plan, fresh))
        team_changed.send(sender=DrawPlan, deviation=fresh)
    return fresh


def take_back(deviation: Deviation, *, user: Any) -> None:
    """Withdraw an unconfirmed proposal."""
    with transaction.atomic():
        plan = lock(deviation.pick.plan)
        fresh = Deviation.objects.select_for_update(of=("self",)).get(pk=deviation.pk)
        if not organises(plan, user) or fresh.second_by_id is not None or fresh.withdrawn_at is not None:
            raise NotPossible(["该变动已确认、已撤下，或不由您办理。"])
        fresh.withdrawn_at = clock.now()
        fresh.save(update_fields=["withdrawn_at"])
        record("drawplan.deviation_dropped", actor=user, subject=plan)


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
