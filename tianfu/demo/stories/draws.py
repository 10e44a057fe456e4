"""Draws in the demo: one in each state. The numbers are invented; everybody can run the finished one again."""

import random
from datetime import datetime, timedelta
from typing import Any

from applications.models import Sector
from supervision.directories.models import InspectionItem, PlannedBatch
from supervision.directories.states import ObjectKind, PlanState
from supervision.draws.commitment.acts import commit
from supervision.draws.frozen.material import objects_in_scope
from supervision.draws.models import DrawPlan
from supervision.draws.plans.annulment import confirm_void, propose_void
from supervision.draws.plans.drafts import first_times, hand_over, new_draft, parts_of, proposed_strata, save_draft
from supervision.draws.plans.games import DICE, source_of, upcoming
from supervision.draws.states import Mode
from supervision.draws.values.entries import type_values
from supervision.draws.values.meetings import record_meeting
from supervision.inspections.results.conclusions import publish
from tianfu.demo.accounts import person
from tianfu.demo.stories.directories import DRAWN
from tianfu.demo.stories.inspections import looked_at, visit
from tianfu.demo.stories.plays import Story, ago, later, working_day
from tianfu.workflow import clock
from tianfu.workflow.signatures.shown import NO_PAGE

NOTICE = "https://notice.example.test/"


def _draft(title: str, kind: ObjectKind = ObjectKind.AUTHORIZATION, *, one_in: int = 2, **values: Any) -> DrawPlan:
    """As the planner's sitting writes it: one in so many of each part, both lotteries."""
    planner, now = person("planner"), clock.now()
    by = "sector" if kind == ObjectKind.AUTHORIZATION else "all"
    plan = new_draft(user=planner, title=title, object_kind=kind, strata_by=by, **first_times(now))
    rows = objects_in_scope(plan, clock.today())
    strata = [row | {"num": 1, "den": one_in} for row in proposed_strata(parts_of(plan, rows), [])]
    items = InspectionItem.objects.published(clock.today()).filter(object_kinds__contains=[kind])
    chosen = {"strata": strata, **_chance(now), **values}
    # Some cities of the demo have too few inspectors: the planner knows of them, as the page asks.
    return save_draft(plan, user=planner, seen=plan.draft_version, values=chosen, items=list(items[:4]), knows=True)


def _chance(now: datetime, hours: int = 50) -> dict[str, Any]:
    """The next numbers of two operators; dice where no lottery is drawn in these days, or the year's calendar of drawings
    is not known yet."""
    latest = first_times(now)["draw_by"]
    found = [upcoming(game, now + timedelta(hours=hours), 1) for game in ("fc.kl8", "tc.pl5")]
    if not all(issues and issues[0].at < latest for issues in found):
        return {"mode": Mode.DICE, "sources": []}
    return {"mode": Mode.LOTTERY, "sources": [source_of(issues[0].game.id, issues[0].number) for issues in found]}


def _handed_over(title: str, kind: ObjectKind = ObjectKind.AUTHORIZATION, **values: Any) -> DrawPlan:
    plan = _draft(title, kind, **values)
    return hand_over(plan, user=person("planner"), seen=plan.draft_version)


def _committed(title: str, **values: Any) -> DrawPlan:
    plan = _handed_over(title, **values)
    return commit(plan, user=person("planner2"), seen=plan.revision, shown=NO_PAGE)


def _typed(plan: DrawPlan) -> None:
    """Both organisers read the same announcement."""
    chance = random.Random(plan.number)  # noqa: S311  # invented numbers of the demo
    announced = {
        "fc.kl8": "-".join(f"{number:02d}" for number in sorted(chance.sample(range(1, 81), 20))),
        "tc.pl5": f"{chance.randrange(100_000):05d}",
        DICE: f"{chance.randrange(10**20):020d}",
    }
    if plan.mode == Mode.DICE:
        witnesses = [{"name": "演示见证人甲", "role": "人大代表"}, {"name": "演示见证人乙", "role": "媒体记者"}]
        record_meeting(
            plan,
            user=person("planner"),
            held_at=clock.now(),
            place="演示会议室",
            witnesses=witnesses,
            film_sha256="0" * 64,
        )
        plan = DrawPlan.objects.get(pk=plan.pk)
    values = {row["id"]: announced[row["id"]] for row in plan.sources}
    for key in ("planner", "planner2"):
        type_values(plan, user=person(key), values=values, url=NOTICE)


def _after(plan: DrawPlan) -> datetime:
    """The morning after the numbers."""
    known = plan.seed_after or clock.now()
    return working_day(clock.in_beijing(known) + timedelta(days=1))


def finished() -> Story:
    """Closed: everything drawn was visited and is published; one mark has a problem on which the operator decides."""
    yield ago(working=62)
    plan = _committed("授权产品标准符合性抽查", one_in=4, draw_by=_in_time())
    yield _after(plan)
    _typed(plan)
    yield later(2)
    with_problem = _of_a_firm_in_force(plan)
    tasks = [visit(task, with_problem) for task in plan.tasks.order_by("pk")]
    yield later(1)
    tasks = [looked_at(task) for task in tasks]
    yield later(11)
    for task in tasks:
        publish(task, user=person("planner"), seen=task.revision)


def drawn() -> Story:
    """Open and drawn: the visitor runs it again; one mark has to be put right, the other visits are to come."""
    yield ago(**DRAWN)
    batch = _batch(ObjectKind.AUTHORIZATION)
    plan = _committed(batch.title, one_in=4, draw_by=_in_time(), batch=batch)
    yield _after(plan)
    _typed(plan)
    yield later(3)
    with_problem = _of_a_firm_in_force(plan)
    task = visit(plan.tasks.get(pk=with_problem), with_problem, rectify=True)
    yield later(1)
    task = looked_at(task)
    yield later(11)
    publish(task, user=person("planner"), seen=task.revision)


def _batch(kind: ObjectKind) -> PlannedBatch:
    """Of the published plan of the year."""
    return PlannedBatch.objects.get(plan__state=PlanState.PUBLISHED, object_kind=kind)


def _in_time() -> datetime:
    """The last moment for computing: after the longest feast."""
    return clock.end_of(clock.today() + timedelta(days=12))


def _of_a_firm_in_force(plan: DrawPlan) -> int:
    """The key of the check in the part of manufacturing: all its marks are in force today, and one of them is drawn."""
    return plan.tasks.get(object__sector=Sector.MANUFACTURING).pk


def sealed() -> Story:
    """Drawn, and open to nobody until its reveal: product sampling is not announced to whom it concerns."""
    yield ago(days=16)
    # The visits are short, so that the reveal lies within the time for publishing.
    day = clock.today()
    until = day + timedelta(days=45)
    plan = _committed(
        "授权产品抽样检验",
        one_in=4,
        sealed=True,
        visits_since=day + timedelta(days=13),
        visits_until=until,
        reveal_by=clock.end_of(until + timedelta(days=10)),
        draw_by=_in_time(),
    )
    yield _after(plan)
    _typed(plan)


def voided() -> Story:
    """Its number and its reason stay."""
    yield ago(days=75)
    plan = _committed("认证机构抽查（第一次）", kind=ObjectKind.CERTIFICATION_BODY)
    yield later(1)
    reason = "名录冻结后发现一家机构的地区登记有误，更正后以新方案、新号码重新抽取。"
    proposal = propose_void(plan, user=person("planner"), seen=plan.revision, reason=reason)
    confirm_void(proposal, user=person("planner2"), seen=plan.revision, shown=NO_PAGE)


def waiting() -> Story:
    """One waits for its numbers, one for the second person, one for its planner."""
    yield ago(days=1)
    batch = _batch(ObjectKind.CERTIFICATION_BODY)
    _committed(batch.title, kind=batch.object_kind, batch=batch)
    _handed_over(
        "第四季度认证机构抽查（按地区）", ObjectKind.CERTIFICATION_BODY, strata_by="region", strata=_by_region()
    )
    # Ready to be handed over at whatever hour of today the demo is loaded: numbers are a day's notice away even at night.
    _draft("明年第一批抽查（草稿）", **_chance(clock.now(), hours=74))


def _by_region() -> list[dict[str, Any]]:
    plan = DrawPlan(object_kind=ObjectKind.CERTIFICATION_BODY, strata_by="region")
    return proposed_strata(parts_of(plan, objects_in_scope(plan, clock.today())), [])


def draw_stories() -> list[Any]:
    return [finished, drawn, sealed, voided, waiting]
