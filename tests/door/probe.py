"""Wrong calls, made of each valid one at the moment when it is made: the door refuses them all and nothing is written.

While a play runs with its real functions, the probe stands between the door's lock and its question. The first time a
verb is asked for in a state, everything that can be wrong with the call is tried first, each in a savepoint.
"""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pgtrigger
from django.db import DatabaseError, connection, transaction

from tests import make
from tests.door.cast import Cast
from tests.door.tables import kept_rights, kept_verbs, verbs_of
from tests.door.wrong import WRONG
from tianfu.accounts.models import Membership, Organisation, User
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.ledger.models import AuditEvent, LogOutbox
from tianfu.workflow import clock, door
from tianfu.workflow.door import SYSTEM, NotAllowed, NotPossible, Overtaken
from tianfu.workflow.models import Job
from tianfu.workflow.models.aggregate import Aggregate

FEW = 3
COUNTED = (AuditEvent, LogOutbox, InboxMessage, Job)
REFUSALS = (door.Refused, DatabaseError, TypeError, ValueError, AttributeError, AssertionError, KeyError)


@dataclass(frozen=True)
class Call:
    """One passage as it is asked for."""

    obj: Aggregate
    verb: str
    actor: Any
    note: str
    inputs: dict[str, Any]
    seen: int

    @property
    def key(self) -> str:
        return f"{self.obj._meta.model_name}.{self.verb}"


class Probe:
    """`met`: verbs whose valid call was made; `faults`: what the door did not refuse as it should."""

    def __init__(self, people: dict[type[Aggregate], tuple[str, Cast]]) -> None:
        # Whom to ask, by the situation of the kept table; an aggregate that is missing here is passed over.
        self.people = people
        self.met: set[str] = set()
        self.tried: set[str] = set()
        self.faults: list[str] = []
        self.asked: set[tuple[str, str]] = set()
        self._busy = False
        self._own = door._check

    @contextmanager
    def watching(self) -> Iterator["Probe"]:
        door._check = self._between
        try:
            yield self
        finally:
            door._check = self._own

    def _between(self, fresh: Any, verb: str, actor: Any, note: str, inputs: Any) -> None:
        call = Call(fresh, verb, actor, note, dict(inputs), fresh.revision)
        if not self._busy and type(fresh) in self.people and (call.key, fresh.state) not in self.asked:
            self._busy = True
            try:
                # A call that is refused anyway is no valid one: nothing can be made of it.
                if self._refusal_of(call, whole=False) is None:
                    self.asked.add((call.key, fresh.state))
                    self.met.add(call.key)
                    self._try_all(call)
            except Exception as error:  # a round of the beat would swallow it
                self.faults.append(f"{call.key} from {fresh.state}: {error!r}")
                raise
            finally:
                self._busy = False
        self._own(fresh, verb, actor, note, inputs)

    def _try_all(self, call: Call) -> None:
        self._wrong_people(call)
        self._stale(call)
        self._other_verbs(call)
        if kept_verbs(type(call.obj))[call.verb].note:
            for nothing in ("", " \n\t"):
                self._expect(replace(call, note=nothing), "须写明理由", "without a reason")
        if call.actor is not SYSTEM:
            self._conflicted(call)
            self._disabled(call)
        if "endorsement" in call.inputs and call.actor is not SYSTEM:
            self._other_endorsements(call)
        for wrong in WRONG.get(call.key, ()):
            if not wrong.states or call.obj.state in wrong.states:
                self.tried.add(f"{call.key}: {wrong.name}")
                self._expect(call, wrong.sentence, wrong.name, wrong.change)

    def _wrong_people(self, call: Call) -> None:
        situation, people = self.people[type(call.obj)]
        may = kept_rights(type(call.obj), situation)[call.obj.state].get(call.verb)
        if may is None:
            self.faults.append(f"{call.key} from {call.obj.state}: not in the kept table")
            return
        sentence = f"您没有{kept_verbs(type(call.obj))[call.verb].label}的权限，或该事项不在您的辖区。"
        before, tried = self._written(call), list[str]()
        for key, person in people.items():
            asked = replace(call, actor=person)
            # The whole way for a few: beyond its question the door is the same for everybody.
            whole = key not in may and len(tried) < FEW
            tried += [key] if whole else []
            found = self._refusal_of(asked, whole=whole)
            if key in may and isinstance(found, NotAllowed):
                self.faults.append(f"{call.key} from {call.obj.state}: {key} is refused against the kept table")
            elif key not in may and (not isinstance(found, NotAllowed) or str(found) != sentence):
                self.faults.append(f"{call.key} from {call.obj.state}, {key}: {found or 'not refused'}")
        if self._written(call) != before:
            self.faults.append(f"{call.key} from {call.obj.state}: a wrong person's call has written something")

    def _stale(self, call: Call) -> None:
        for seen in {call.seen - 1, call.seen + 1} - {-1}:
            self._expect(replace(call, seen=seen), "已先行办理", f"seen {seen} of {call.seen}", Overtaken)

    def _other_verbs(self, call: Call) -> None:
        """What the kept table does not know in this state: refused whoever asks and with whatever."""
        situation, _ = self.people[type(call.obj)]
        known = kept_rights(type(call.obj), situation)[call.obj.state]
        state = call.obj.get_state_display()
        before = self._written(call)
        for place, verb in enumerate(sorted(set(verbs_of(type(call.obj))) - set(known))):
            sentence = f"当前状态为“{state}”，不能{kept_verbs(type(call.obj))[verb].label}。"
            found = self._refusal_of(replace(call, verb=verb), whole=place < FEW)
            if not isinstance(found, NotPossible) or str(found) != sentence:
                self.faults.append(f"{call.key}: {verb} in {call.obj.state}: {found or 'not refused'}")
        if self._written(call) != before:
            self.faults.append(f"{call.key} from {call.obj.state}: a verb of another state has written something")

    def _conflicted(self, call: Call) -> None:
        """Of whichever side: an officer who is a member of an enterprise, a member who holds a role."""
        member = call.actor.active_memberships

        def change(asked: Call) -> Call:
            with pgtrigger.ignore():
                if member:
                    make.grant(User.objects.get(pk=call.actor.pk), Role.OPERATOR_OFFICER)
                else:
                    firm = Organisation.objects.filter(kind="enterprise").first()
                    Membership.objects.create(
                        user=call.actor, organisation=firm, status="active", decided_at=clock.now()
                    )
            return replace(asked, actor=User.objects.get(pk=call.actor.pk))

        self._expect(call, "您担任监管岗位，又是", "on both sides", change)

    def _disabled(self, call: Call) -> None:
        def change(asked: Call) -> Call:
            User.objects.filter(pk=call.actor.pk).update(is_active=False)
            return replace(asked, actor=User.objects.get(pk=call.actor.pk))

        self._expect(call, "的权限，或该事项不在您的辖区。", "account disabled", change)

    def _other_endorsements(self, call: Call) -> None:
        """Missing, half, by others, for another act, of an earlier round, of another row."""
        given = call.inputs["endorsement"]
        tied = next((name for name in ("restoration", "replacement") if call.obj._meta.model_name == name), "")
        wrong: dict[str, Any] = {"no second person": {"second_by": None}, "another act": {"act": "another"}}
        wrong |= {f"another {tied}": {f"{tied}_id": 0}} if tied else {"earlier round": {"round": given.round + 1}}
        wrong |= {} if tied else {"another row": {"subject_id": 0}}
        variants: list[tuple[str, Call]] = [
            ("no endorsement", replace(call, inputs={**call.inputs, "endorsement": None})),
            ("the first person", replace(call, actor=User.objects.get(pk=given.first_by_id))),
        ]
        for name, fields in wrong.items():
            other = copy.copy(given)
            other._state = copy.copy(given._state)
            other._state.fields_cache = dict(given._state.fields_cache)
            for field, value in fields.items():
                setattr(other, field, value)
            variants.append((name, replace(call, inputs={**call.inputs, "endorsement": other})))
        for name, asked in variants:
            self._expect(asked, ("两人", "请重新提出"), name)

    # How a wrong call is made and looked at.

    def _expect(self, call: Call, sentence: Any, name: str, *more: Any) -> None:
        """Refused with (one of) these words, and with no other kind of refusal than named among `more`."""
        kinds = tuple(one for one in more if isinstance(one, type)) or (NotPossible, NotAllowed)
        changes: list[Callable[[Call], Call | None]] = [one for one in more if not isinstance(one, type)]
        words = (sentence,) if isinstance(sentence, str) else sentence
        offset = clock.offset()
        where = f"{call.key} from {call.obj.state}, {name}"
        with transaction.atomic():
            for change in changes:
                call = change(call) or call
            before = self._written(call)
            found = self._refusal_of(call)
            after = self._written(call)
            transaction.set_rollback(True)
        clock.remember(offset, 1e9)
        if found is None:
            self.faults.append(f"{where}: not refused")
        elif not isinstance(found, kinds) or not any(word in str(found) for word in words):
            self.faults.append(f"{where}: {type(found).__name__} {found}")
        if before != after:
            self.faults.append(f"{where}: something was written")

    def _refusal_of(self, call: Call, whole: bool = True) -> BaseException | None:
        """What the door says; with `whole` it may do all it does, else it is only asked. What it does is taken back,
        unless it refused: then nothing should have been done."""
        try:
            with transaction.atomic():
                if whole:
                    door.advance(call.obj, call.verb, actor=call.actor, seen=call.seen, note=call.note, **call.inputs)
                else:
                    self._own(call.obj, call.verb, call.actor, call.note, call.inputs)
                transaction.set_rollback(True)
        except REFUSALS as refusal:
            return refusal
        return None

    def _written(self, call: Call) -> tuple[Any, ...]:
        """The row, its history, and what is recorded, published, told and wanted; asked twice of each wrong call, so at once."""
        changes, own = call.obj.changes, call.obj._meta
        counts = ", ".join(f'(SELECT count(*) FROM "{model._meta.db_table}")' for model in COUNTED)
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT own::text, (SELECT count(*) FROM "{changes.model._meta.db_table}" WHERE "{changes.field.column}" = %s),'
                f' {counts} FROM "{own.db_table}" AS own WHERE "{own.pk.column}" = %s',
                [call.obj.pk, call.obj.pk],
            )
            return tuple(cursor.fetchone())


def assert_tight(probe: Probe, *models: type[Aggregate]) -> None:
    """Every verb of these aggregates was called rightly once, every listed way to be wrong was tried, none passed."""
    assert not probe.faults, "\n".join(probe.faults)
    verbs = {f"{model._meta.model_name}.{verb}" for model in models for verb in verbs_of(model)}
    assert not verbs - probe.met, f"verbs without a valid call: {sorted(verbs - probe.met)}"
    listed = {f"{key}: {wrong.name}" for key in verbs for wrong in WRONG.get(key, ())}
    assert not listed - probe.tried, f"wrong calls that the play never came to: {sorted(listed - probe.tried)}"
