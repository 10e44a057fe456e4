"""经办人: a case stays with whom took it, and never with somebody who can no longer work on it.

A person's row is locked before the case, by the claim and by the end of access alike, so that neither misses the other.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from applications.cases.models.application import Application
from applications.cases.recipients import tell_desk, tell_person
from applications.cases.stages.stage import Stage, registered
from applications.cases.standing.desks import stage_label
from applications.cases.states import LIVE, STAGES
from applications.cases.states import ApplicationState as S
from tianfu.accounts.models import User
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import calendar
from tianfu.workflow.door import NotAllowed, NotPossible, lock
from tianfu.workflow.policies.values import policy
from tianfu.workflow.rounds import each
from tianfu.workflow.signatures.officer import check_officer

IDLE_DAYS = "handler.idle_days"
"""Policy: working days after which a case that its handler leaves lying goes back to the desk."""


def take(application: Application, *, user: Any) -> Application:
    """Claim the case for oneself, so that two people do not work on it unaware."""
    with transaction.atomic():
        locked = _claimable(application, user)
        if locked.handler_id not in (None, user.pk):
            raise NotPossible([f"{locked.handler} 正在办理此件。需要接手的，请写明理由后接手。"])
        if locked.handler_id is None:
            give(locked, user)
            record("application.take", actor=user, subject=locked)
    return locked


def take_over(application: Application, *, user: Any, reason: str) -> Application:
    """A colleague of the desk takes the case from its handler, who is told why."""
    with transaction.atomic():
        locked = _claimable(application, user)
        former = locked.handler
        if former is None or former.pk == user.pk:
            return take(locked, user=user)
        if not reason.strip():
            raise NotPossible([f"请写明接手的理由：{former} 会看到。"])
        give(locked, user)
        record("application.take_over", actor=user, subject=locked, reason=reason, data={"former": former.pk})
        facts = {"by": str(user), "stage": stage_label(locked, locked.state), "reason": reason.strip()}
        tell_person(locked, former, "case_taken_over", **facts)
    return locked


def release(application: Application, *, user: Any) -> None:
    """The handler gives the case back to the desk."""
    with transaction.atomic():
        locked = lock(application)
        if locked.handler_id != user.pk:
            raise NotAllowed("只有经办人可以把事项退回岗位。")
        give(locked, None)
        record("application.release", actor=user, subject=locked)


def release_cases_of(person: Any, *, actor: Any) -> int:
    """What `person` may no longer work on goes back to its desk, which is told; in the transaction that ended the access.

    Called for every change of access: the roles as they are now decide, whatever it was that changed.
    """
    released = 0
    for application in Application.objects.filter(handler=person, state__in=LIVE).order_by("pk"):
        locked = lock(application)
        room = _room(locked)
        if locked.handler_id != person.pk or (person.is_active and room is not None and room.may_work(locked, person)):
            continue
        _return_to_desk(locked, person, "application.access_ended", "其权限已终止或账号已停用", actor)
        released += 1
    return released


def lapse_idle_claims(today: date) -> int:
    """Claims without an act for longer than the policy's working days go back to the desk. May run twice.

    Only where the officer's own act passes the stage, and now: nobody is idle who waits for a body, a notice, a
    signature or a department.
    """
    awaited = Q(pk__in=[])
    for key, room in registered().items():
        awaited |= Q(state=key) & room.awaits_officer() if room.on_review else Q(pk__in=[])
    claimed = Application.objects.filter(awaited, due_on__isnull=False).exclude(handler=None)
    return each("idle claim", claimed.order_by("pk"), lambda application: _lapse(application, today))


def _lapse(application: Application, today: date) -> bool:
    with transaction.atomic():
        locked = lock(application)
        person, days = locked.handler, int(policy(IDLE_DAYS, scope=locked.programme_slug, on=today))
        if person is None or calendar().count(clock.in_beijing(_last_act(locked)), today) <= days:
            return False
        stage = stage_label(locked, locked.state)
        _return_to_desk(locked, person, "application.claim_lapsed", f"已 {days} 个工作日没有办理", None)
        tell_person(locked, person, "claim_lapsed", days=days, stage=stage)
    return True


def _last_act(application: Application) -> datetime:
    """When the handler last did something here: took the case, recorded an opinion; or when the case last moved."""
    moments = [application.handler_since, application.stage_since]
    moments += application.changes.order_by("-revision").values_list("at", flat=True)[:1]
    own = application.reviews.filter(reviewed_by=application.handler)
    moments += own.order_by("-reviewed_at").values_list("reviewed_at", flat=True)[:1]
    return max(moment for moment in moments if moment is not None)


def _claimable(application: Application, user: Any) -> Application:
    """The case, locked, if it is at a desk of this person; the person's row locked before it."""
    person = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    locked = lock(application)
    room = registered().get(locked.state) if locked.state in STAGES else None
    allowed = room is not None and person.is_active and room.may_work(locked, person)
    check_officer(person, allowed, "该事项当前不在您的岗位。")
    return locked


def _room(application: Application) -> Stage | None:
    """The stage whose desk has the case; while the enterprise corrects, the one that asked."""
    key = application.correction_stage if application.state == S.CORRECTION_REQUIRED else application.state
    return registered().get(key)


def give(application: Application, user: Any) -> None:
    """Write down who has the case from now on; the caller holds the rows and has checked that he may."""
    since = clock.now() if user is not None else None
    Application.objects.filter(pk=application.pk).update(handler=user, handler_since=since)
    application.handler, application.handler_since = user, since


def _return_to_desk(application: Application, person: Any, action: str, why: str, actor: Any) -> None:
    give(application, None)
    record(action, actor=actor, subject=application, reason=why, data={"former": person.pk})
    room = _room(application)
    if room is not None:
        facts: dict[str, Any] = {
            "former": str(person),
            "why": why,
            "stage": room.label,
            "due": application.due_on or "",
        }
        tell_desk(application, room.key, "case_released", **facts)
