"""Kept tables of rights, one text file for each aggregate: a change of a right shows in a diff.

A file begins with what each verb is (its label, whether it needs a reason, whether the clockwork may do it); then, for
each situation, one line for each state and verb with everybody who may. `--rewrite-tables` writes what holds now.
"""

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django_fsm import can_proceed

from tests.door.cast import Cast
from tianfu.workflow import door
from tianfu.workflow.models.aggregate import Aggregate

FOLDER = Path(__file__).parent / "tables"
NOBODY = "—"


@dataclass(frozen=True)
class Verb:
    """What the kept table says of a verb."""

    label: str
    note: bool
    by_system: bool


def verbs_of(model: type[Aggregate]) -> list[str]:
    """The declared transitions of an aggregate, its own first, in the order of their declaration."""
    members = [pair for part in model.__mro__ for pair in vars(part).items()]
    names = list(dict.fromkeys(name for name, member in members if hasattr(member, "_django_fsm")))
    assert names, model
    return names


def name_of(model: type[Aggregate]) -> str:
    return str(model._meta.model_name)


def verb_lines(obj: Aggregate) -> list[str]:
    lines = []
    for verb in verbs_of(type(obj)):
        rule = obj.rule(verb)
        said = ["须写理由"] if rule.note_required else []
        said += ["系统可办"] if rule.by_system else []
        lines.append(f"{verb:<16} {rule.label}  {' '.join(said) or NOBODY}  {rule.clause or NOBODY}")
    return lines


def asked(obj: Aggregate, people: Cast) -> list[str]:
    """One line for each state, and each verb that leads out of it: all those whom the door's permission lets in."""
    lines = []
    for state in (key for key, _ in type(obj)._meta.get_field("state").flatchoices):
        row = copy.copy(obj)
        row.__dict__["state"] = state  # in memory only: nothing is saved
        found = []
        for verb in verbs_of(type(obj)):
            method = getattr(row, verb)
            if can_proceed(method, check_conditions=False):
                who = [key for key, person in people.items() if door._permitted(row, method, person)]
                found.append(f"{state:<20} {verb:<16} {' '.join(who) or NOBODY}")
        lines += found or [f"{state:<20} {NOBODY}"]
    return lines


def table(situations: dict[str, tuple[Aggregate, Cast]]) -> str:
    """The whole text of a file."""
    first = next(iter(situations.values()))[0]
    lines = [f"# {type(first)._meta.verbose_name}：谁在哪个状态可以办什么", "", "[verbs]", *verb_lines(first)]
    for title, (obj, people) in situations.items():
        lines += ["", f"[{title}]", *asked(obj, people)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def compare(path: Path, text: str, rewrite: bool) -> None:
    """The kept text is the one that holds now; or, with the switch, becomes it."""
    if rewrite:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    kept = path.read_text() if path.exists() else ""
    assert kept.splitlines() == text.splitlines(), "a right has changed; when it is meant so: --rewrite-tables"


def path_of(model: type[Aggregate]) -> Path:
    return FOLDER / f"{name_of(model)}.txt"


def _sections(model: type[Aggregate]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in path_of(model).read_text().splitlines():
        if line.startswith("["):
            lines = found[line.strip("[]")] = []
        elif found and line:
            lines.append(line)
    return found


def kept_verbs(model: type[Aggregate]) -> dict[str, Verb]:
    found = {}
    for line in _sections(model)["verbs"]:
        verb, label, said = line.split()[0], line.split()[1], line
        found[verb] = Verb(label, "须写理由" in said, "系统可办" in said)
    return found


def kept_rights(model: type[Aggregate], situation: str) -> dict[str, dict[str, frozenset[str]]]:
    """state → verb → who may, as the file says."""
    rights: dict[str, dict[str, frozenset[str]]] = {}
    for line in _sections(model)[situation]:
        state, verb, *who = line.split()
        rights.setdefault(state, {})
        if verb != NOBODY:
            rights[state][verb] = frozenset(who) - {NOBODY}
    return rights


def aggregates() -> Iterable[type[Aggregate]]:
    """Every concrete aggregate of the platform."""
    waiting, found = [Aggregate], []
    while waiting:
        for model in waiting.pop().__subclasses__():
            waiting.append(model)
            if not model._meta.abstract and not model._meta.app_label.startswith("tests"):
                found.append(model)
    return sorted(found, key=name_of)
