"""The one door for state changes (design 3). Nothing else ever changes a state."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction
from django.dispatch import Signal
from django_fsm import can_proceed

from tianfu.accounts.access.both_sides import note_refused
from tianfu.accounts.access.separation import staff_problems
from tianfu.accounts.grants.start import waiting_words
from tianfu.ledger.audit.records import record
from tianfu.registry.row_words import in_words
from tianfu.text import moments
from tianfu.workflow import clock
from tianfu.workflow.models.aggregate import SYSTEM, Aggregate, StateChange

__all__ = [
    "SYSTEM",
    "NotAllowed",
    "NotPossible",
    "Overtaken",
    "Refused",
    "advance",
    "allowed",
    "lock",
    "refuse_stale",
    "state_changed",
]

A = TypeVar("A", bound=Aggregate)

# sender = the aggregate's model; obj, change, actor, inputs. Sent inside the transaction.
state_changed = Signal()


class Refused(Exception):
    """The door did not open. The message is a sentence for people."""


class Overtaken(Refused):
    """Somebody was faster: the row is no longer the one the actor's page showed."""

    def __init__(self, by: str, at: datetime | None, source: str, target: str) -> None:
        self.by, self.at, self.source, self.target = by, at, source, target
        when = f"于 {moments.full_second(at)} " if at else ""
        moved = "" if source == target else f"，由“{source}”转到“{target}”"
        super().__init__(f"{by}{when}已先行办理{moved}。")


class NotPossible(Refused):
    """The state does not allow it, or something is still missing; `problems` says what."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        note_refused(problems)
        super().__init__(" ".join(problems))


class NotAllowed(Refused):
    """This actor may not do this."""


def lock(obj: A) -> A:
    """The row, freshly read and locked for this transaction, in the order everybody locks."""
    for first in obj.locks_first():
        type(first)._default_manager.select_for_update(of=("self",), no_key=True).get(pk=first.pk)
    return type(obj)._default_manager.select_for_update(of=("self",), no_key=True).get(pk=obj.pk)


def refuse_stale(fresh: Aggregate, seen: int) -> None:
    """Raise Overtaken, in the words of the last passage, unless the actor's page showed this revision."""
    if fresh.revision != seen:
        raise _overtaken(fresh)


def _overtaken(fresh: Aggregate) -> Overtaken:
    last = fresh.changes.select_related("actor").last()
    if last is None:
        return Overtaken("有人", None, fresh.get_state_display(), fresh.get_state_display())
    who = str(last.actor) if last.actor_id else str(SYSTEM)
    return Overtaken(who, last.at, fresh.name_of_state(last.source), fresh.name_of_state(last.target))


def _check(fresh: Aggregate, transition: str, actor: Any, note: str, inputs: Mapping[str, Any]) -> None:
    method = getattr(fresh, transition)
    rule = fresh.rule(transition)
    if not can_proceed(method, check_conditions=False):
        raise NotPossible(in_words(fresh, [f"当前状态为“{fresh.get_state_display()}”，不能{rule.label}。"]))
    if not _permitted(fresh, method, actor):
        (words,) = in_words(fresh, [f"您没有{rule.label}的权限，或该事项不在您的辖区。"])
        raise NotAllowed(f"{words}{waiting_words(actor)}")
    problems = [] if actor is SYSTEM else staff_problems(actor)
    problems += rule.problems(fresh) + rule.objections(fresh, actor, inputs)
    if rule.note_required and not note.strip():
        problems.append(f"{rule.label}须写明理由。")
    if problems:
        raise NotPossible(in_words(fresh, problems))


def _permitted(obj: Aggregate, method: Any, actor: Any) -> bool:
    """The permission alone: django_fsm's own function also asks the conditions, and a gap would read as a missing right."""
    return bool(method._django_fsm.has_transition_perm(obj, obj.state, actor))


def _plain(value: Any) -> Any:
    """Inputs as they go into history: rows by primary key, dates as text."""
    if isinstance(value, models.Model):
        return value.pk if isinstance(value.pk, int) else str(value.pk)
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | bool | type(None)) else str(value)


def advance(obj: A, transition: str, *, actor: Any, seen: int, note: str = "", **inputs: Any) -> A:
    """Pass `obj` through `transition` and return the freshly locked, saved copy.

    In one transaction: lock in the aggregate's declared order → is `seen` (the revision the
    actor's page or the job read) still the row's → may it proceed → may this actor → transition
    → save, revision + 1 → StateChange and AuditEvent → `state_changed`. Raises Overtaken,
    NotPossible or NotAllowed, and then nothing has changed.
    """
    with transaction.atomic():
        fresh = lock(obj)
        refuse_stale(fresh, seen)
        _check(fresh, transition, actor, note, inputs)
        source = fresh.state
        at = clock.now()
        fresh.found_complete = transition
        getattr(fresh, transition)(actor=actor, note=note, at=at, **inputs)
        fresh.found_complete = ""
        fresh.revision += 1
        change = _write_history(fresh, transition, source, at, actor, note, inputs)
        fresh.project()
        fresh.save()
        state_changed.send(sender=type(fresh), obj=fresh, change=change, actor=actor, inputs=inputs)
    return fresh


def _write_history(
    fresh: Aggregate, transition: str, source: str, at: datetime, actor: Any, note: str, inputs: Mapping[str, Any]
) -> StateChange:
    person = None if actor is SYSTEM else actor
    plain = _plain(dict(inputs))
    audit = record(
        f"{fresh._meta.model_name}.{transition}",
        actor=person,
        subject=fresh,
        reason=note,
        data={"source": source, "target": fresh.state, "revision": fresh.revision, "inputs": plain},
    )
    return fresh.changes.create(
        transition=transition,
        source=source,
        target=fresh.state,
        actor=person,
        note=note,
        inputs=plain,
        revision=fresh.revision,
        at=at,
        audit=audit,
    )


def allowed(obj: Aggregate, actor: Any, transition: str) -> tuple[bool, list[str]]:
    """May `actor` do `transition` now? (False, []) = not theirs at all: show nothing.
    (False, reasons) = theirs, but something is missing: show the button's reason. (True, [])."""
    method = getattr(obj, transition)
    if not can_proceed(method, check_conditions=False) or not _permitted(obj, method, actor):
        return False, []
    problems = in_words(obj, obj.rule(transition).problems(obj))
    return not problems, problems
