"""Bases of everything that has a life: the aggregate and its history rows."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django_fsm import ConcurrentTransitionMixin, FSMFieldMixin

from tianfu.text.columns import Lines


def _nothing_missing(obj: Any) -> list[str]:
    return []


def _nothing_wrong(obj: Any, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    return []


@dataclass(frozen=True)
class Rule:
    """What one transition demands, in one place; the `@transition` declaration delegates to it.

    `may_act(obj, user)` says who; `problems(obj)` says, in words, what is still missing;
    `objections(obj, actor, inputs)` what is wrong with this very act (a coded reason is
    missing, the second person is the first one). `by_system` lets clocks and jobs act.
    """

    label: str
    may_act: Callable[[Any, Any], bool]
    problems: Callable[[Any], list[str]] = _nothing_missing
    objections: Callable[[Any, Any, Mapping[str, Any]], list[str]] = _nothing_wrong
    note_required: bool = False
    by_system: bool = False
    clause: str = ""


class System:
    """The actor of clocks and jobs. It holds no role; a rule must let it in by name."""

    pk = None
    is_authenticated = False
    is_active = True

    def __str__(self) -> str:
        return "系统"


SYSTEM = System()


# Rules stand above the model they are about: they lay themselves down here when the apps start, and the model asks.
_laid_down: dict[type, tuple[Mapping[str, Rule], Callable[[Any], None]]] = {}


def lay_down(model: type, rules: Mapping[str, Rule], project: Callable[[Any], None] = lambda obj: None) -> None:
    """`rules` by transition count for `model`; `project(obj)` recomputes its stored projections before each save."""
    _laid_down[model] = (rules, project)


def rules_of(model: type) -> Mapping[str, Rule]:
    """The rules laid down for `model`; KeyError when its rules were never imported."""
    return _laid_down[model][0]


@cache
def _state_fields(model: type[models.Model]) -> tuple[FSMFieldMixin, ...]:
    return tuple(field for field in model._meta.fields if isinstance(field, FSMFieldMixin))


class Aggregate(ConcurrentTransitionMixin, models.Model):
    """A row with a state that only `door.advance` changes.

    A subclass declares `state` (an FSMField), a history model whose foreign key has
    `related_name="changes"`; its rules are laid down by `lay_down`.
    """

    revision = models.PositiveIntegerField("版本", default=0, editable=False)
    # The transition of which the door has just found, under its lock, that nothing is missing.
    found_complete = ""

    class Meta:
        abstract = True

    @property
    def state_fields(self) -> Iterable[FSMFieldMixin]:
        """What the library looks for among all columns whenever a row is read."""
        return _state_fields(type(self))

    # Rows to lock before this one, so that everybody locks in the same order
    # (certificate → authorization → application).
    def locks_first(self) -> Iterable[models.Model]:
        return ()

    def name_of_state(self, state: str) -> str:
        """What a state, also a former one, is called for this row."""
        field: Any = self._meta.get_field("state")
        return str(dict(field.flatchoices).get(state, state))

    def rule(self, transition: str) -> Rule:
        return rules_of(type(self))[transition]

    def project(self) -> None:
        """Recompute stored projections (due date…) after a transition, before the save."""
        if type(self) in _laid_down:
            _laid_down[type(self)][1](self)


class StateChange(models.Model):
    """One passage through the door. Append-only; a concrete table per aggregate."""

    transition = models.CharField("动作", max_length=40)
    source = models.CharField("原状态", max_length=40)
    target = models.CharField("新状态", max_length=40)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="经办人"
    )
    note = Lines("意见", blank=True)
    inputs = models.JSONField("依据", default=dict, blank=True)
    revision = models.PositiveIntegerField("版本")
    at = models.DateTimeField("时间")
    audit = models.OneToOneField("ledger.AuditEvent", models.PROTECT, related_name="+", verbose_name="审计")

    # A history row is written once.
    subject: ClassVar[models.ForeignKey]

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["revision"]


def permits(transition: str) -> Callable[[Any, Any], bool]:
    """The `permission=` of a transition: its rule's `may_act`, or the rule's leave for the system."""

    def check(obj: Aggregate, actor: Any) -> bool:
        rule = obj.rule(transition)
        if actor is SYSTEM:
            return rule.by_system
        return bool(actor.is_active) and rule.may_act(obj, actor)

    return check


def complete(transition: str) -> Callable[[Any], bool]:
    """The `conditions=` entry of a transition: nothing is missing any more. What the door has asked is not asked again."""

    def check(obj: Aggregate) -> bool:
        return obj.found_complete == transition or not obj.rule(transition).problems(obj)

    return check
