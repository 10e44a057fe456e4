"""候补: who goes instead of a member of a drawn team follows from the draw, so that nobody chooses (trust.md A.8)."""

import json

from supervision.directories.inspectors.recusals import recused_codes
from supervision.directories.models import Inspector
from supervision.draws.algorithm.selection import ticket
from supervision.draws.models import Deviation, DrawPlan, Pick
from supervision.draws.states import TeamRegion
from tianfu.workflow import clock


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
