"""The order of the stages of a route and of its renewal: known, from intake to an end, with a decision in it."""

from collections.abc import Iterator
from typing import Any

from applications.cases.stages import stage
from applications.cases.stages.phase import Phase
from applications.cases.stages.stage import Stage
from applications.programme_files.faults import Fault, KeyPath
from applications.programme_files.payloads import Payload, names
from applications.programme_files.payloads import orders as orders_of
from applications.programme_files.vocabulary import policy_units


def orders(payload: Payload) -> Iterator[Fault]:
    every = orders_of(payload)
    for place, entry in every.items():
        path: KeyPath = (*place, "stages")
        order = names(entry.get("stages"))
        yield from _known(path, order)
        known = [(n, stage.stage(name)) for n, name in enumerate(order) if name in stage.registered()]
        yield from _sequence(path, known)
        yield from _end(place, entry, known)
        yield from _shorter(names(every[place[:2]].get("stages")), place, order)


def _shorter(route: list[str], place: tuple[str, ...], order: list[str]) -> Iterator[Fault]:
    """A renewal looks again at what was looked at before: no stage that its `route` does not have."""
    for n, name in enumerate(order):
        if name in stage.registered() and name not in route:
            yield Fault((*place, "stages", n), f"续期不能经过本方式没有的环节“{stage.stage(name).label}”。")


def _known(path: KeyPath, order: list[str]) -> Iterator[Fault]:
    for n, name in enumerate(order):
        room = stage.registered().get(name)
        if room is None:
            yield Fault((*path, n), f"没有名为 {name} 的环节。")
        elif room.policy_key not in policy_units():
            yield Fault((*path, n), f"没有这个环节的期限参数 {room.policy_key}。")


def _sequence(path: KeyPath, known: list[tuple[int, Stage]]) -> Iterator[Fault]:
    """Intake first, review and notice before or beside the decision, what concludes last."""
    labels = {room.phase: room.label for _, room in known}
    if Phase.INTAKE not in labels:
        yield Fault(path, "缺少受理环节，应排在第一位。")
    if Phase.DECISION not in labels:
        yield Fault(path, "走不到头：没有由两人作出决定的环节。")
    passed: list[Stage] = []
    for n, room in known:
        for later in (earlier for earlier in passed if _wrong(earlier.phase, room.phase)):
            yield Fault((*path, n), f"“{room.label}”不能排在“{later.label}”之后。")
        passed.append(room)
    intake = next((n for n, room in known if room.phase == Phase.INTAKE), None)
    for n, room in known:
        if intake is not None and n < intake:
            yield Fault((*path, n), f"“{room.label}”不能排在“{labels[Phase.INTAKE]}”之前。")


def _wrong(earlier: Phase, later: Phase) -> bool:
    """May a stage of phase `later` not follow one of `earlier`? (What stands before the intake is said of itself.)"""
    if later == Phase.INTAKE:
        return earlier == Phase.INTAKE
    if earlier == Phase.CONCLUSION:
        return True
    return earlier == Phase.DECISION and later in (Phase.REVIEW, Phase.DECISION)


def _end(place: KeyPath, route: dict[str, Any], known: list[tuple[int, Stage]]) -> Iterator[Fault]:
    signed = bool(known) and known[-1][1].phase == Phase.CONCLUSION
    if isinstance(route.get("agreement"), bool) and known and route["agreement"] != signed:
        wrong = (
            "写明以协议办结，但最后一个环节不是签署协议"
            if route["agreement"]
            else "写明不签协议，但最后一个环节是签署协议"
        )
        yield Fault((*place, "stages") if len(place) > 2 else (*place, "agreement"), f"{wrong}。")
    sections = names(route.get("sections"))
    for n, room in known:
        for name in room.needs_sections:
            if name not in sections:
                yield Fault((*place, "stages", n), f"“{room.label}”没有人能通过：缺少填报部分 {name}。")
