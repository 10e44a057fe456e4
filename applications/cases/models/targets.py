"""Where a passage leads: the computed targets of an application's transitions."""

from typing import Any, Protocol


class OnItsWay(Protocol):
    """What of a case says where it goes."""

    state: Any

    @property
    def stage_order(self) -> list[str]: ...


def first_stage(application: OnItsWay, **inputs: Any) -> str:
    return application.stage_order[0]


def next_stage(application: OnItsWay, **inputs: Any) -> str:
    order = application.stage_order
    return order[order.index(application.state) + 1]


def chosen_stage(application: OnItsWay, *, target: str, **inputs: Any) -> str:
    return target


def passing_verb(application: OnItsWay) -> str:
    """By which transition the present stage is passed: the last one of the order ends the case."""
    return "authorize" if application.state == application.stage_order[-1] else "pass_stage"
