"""What one person proposed on a case and another has still to confirm: who may be that other person, and their list."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from applications.cases.models.application import Application
from applications.cases.rules.independence import took_part
from applications.cases.stages.stage import Stage, registered
from applications.cases.states import ApplicationState
from applications.review.models import ApplicationEndorsement
from applications.review.work.desk import NOTHING, at_room, held
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.inbox.audience import desk as people_of_desk

# act ("verb:stage") → what the second person is asked to look at
_WHAT = {"pass_stage": "拟通过“{stage}”", "reject": "拟不予授权", "terminate": "拟终止办理"}
# Who may confirm a termination, wherever the case stands.
TERMINATORS = (Role.PROVINCE_OFFICER, Role.PROVINCE_APPROVER)


def standing() -> "QuerySet[ApplicationEndorsement]":
    """Proposals on cases as they stand now. A case that has moved on took its revision, and so the proposal, with it."""
    return ApplicationEndorsement.objects.standing().filter(round=F("subject__revision"))


def seconds(verb: str, room: Stage) -> Collection[Role]:
    """The roles whose holders may confirm this verb at this stage."""
    if verb == "pass_stage":
        return room.second_roles
    if verb == "reject":
        return (*room.roles, *room.second_roles) if room.may_reject else ()
    return TERMINATORS if verb == "terminate" else ()


def for_second(user: Any) -> "QuerySet[ApplicationEndorsement]":
    """Proposals that this person may confirm: never their own, none on a case they took part in before."""
    # Most days hold few acts, most hours none: only what stands is asked for, and the query stays short. Whether the
    # case has moved on is asked of the proposals themselves.
    return _confirmable(user, _acts_that_stand())


def _acts_that_stand() -> list[str]:
    """Of all acts that can be proposed those of which a proposal stands: a look into an index for each, however many."""
    places = [*registered(), ApplicationState.CORRECTION_REQUIRED.value]
    possible = [f"{verb}:{place}" for verb in _WHAT for place in places]
    with connection.cursor() as cursor:
        cursor.execute(
            "select act from unnest(%s::text[]) act where exists (select from applications_applicationendorsement e"
            " where e.act = act.act and e.second_by_id is null and e.withdrawn_at is null)",
            [possible],
        )
        return [act for (act,) in cursor.fetchall()]


def _confirmable(user: Any, acts: Iterable[str]) -> "QuerySet[ApplicationEndorsement]":
    """Of the proposals of these acts, those that this person may confirm."""
    wanted = NOTHING
    for act in sorted(acts):
        verb, _, key = act.partition(":")
        room = registered().get(key)
        if room is not None and verb in _WHAT:
            regional = room.regional and verb != "terminate"
            turn = held(user, seconds(verb, room), regional=regional, prefix="subject__")
        else:
            # While the enterprise corrects, only 终止办理 can wait for a second person.
            correcting = act == f"terminate:{ApplicationState.CORRECTION_REQUIRED.value}"
            turn = held(user, TERMINATORS, regional=False, prefix="subject__") if correcting else None
        if turn is not None:
            wanted |= Q(act=act) & turn & ~took_part(OuterRef("subject"), user, key)
    if wanted is NOTHING:
        return ApplicationEndorsement.objects.none()
    return standing().filter(wanted).exclude(first_by__in=[user.pk, *user.came_from]).order_by("first_at", "pk")


def people_for(proposal: ApplicationEndorsement) -> list[User]:
    """Everybody who may be the second person for this proposal; empty when nobody can."""
    verb, _, key = proposal.act.partition(":")
    room = registered().get(key)
    if room is None and verb != "terminate":
        return []
    roles = TERMINATORS if room is None else seconds(verb, room)
    region = proposal.subject.region_id if room is not None and room.regional and verb != "terminate" else None
    candidates = people_of_desk(roles, region, proposal.subject.programme_slug) if roles else []
    # The desk's own fallback (nobody holds it: the administrators) may not confirm anything.
    able = [person for person in candidates if person.roles & frozenset(roles)]
    return [person for person in able if _confirmable(person, [proposal.act]).filter(pk=proposal.pk).exists()]


def in_words(proposal: ApplicationEndorsement) -> str:
    """「拟通过“市州初审”」: what the first person proposed."""
    verb, _, key = proposal.act.partition(":")
    room = registered().get(key)
    return _WHAT.get(verb, proposal.outcome).format(stage=room.label if room is not None else key)


def standing_on(cases: Iterable[Application]) -> dict[int, ApplicationEndorsement]:
    """The proposal that stands on each of these cases, in one query."""
    rows = standing().filter(subject__in=[case.pk for case in cases]).select_related("first_by")
    return {row.subject_id: row for row in rows}


def first_turn(user: Any) -> Q:
    """Cases on which this person can take the next step: their own, and those at the desk that nobody holds.

    What has been proposed waits for somebody else.
    """
    wanted = NOTHING
    for room in registered().values():
        turn = at_room(room, user, room.roles)
        if turn is NOTHING:
            continue
        if room.independent:
            turn &= ~took_part(OuterRef("pk"), user, room.key, second=False)
        wanted |= turn & room.awaits_officer()
    free = Q(handler=user) | Q(handler=None)
    proposed = ApplicationEndorsement.objects.standing().filter(subject=OuterRef("pk"), round=OuterRef("revision"))
    return wanted & free & ~Q(Exists(proposed))
