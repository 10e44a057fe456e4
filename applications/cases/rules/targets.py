"""Where a passage leads: the computed targets of an application's transitions."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from applications.cases.models.application import Application


def first_stage(application: "Application", **inputs: Any) -> str:
    return application.stage_order[0]


def next_stage(application: "Application", **inputs: Any) -> str:
    order = application.stage_order
    return order[order.index(application.state) + 1]


def chosen_stage(application: "Application", *, target: str, **inputs: Any) -> str:
    return target


def passing_verb(application: "Application") -> str:
    """By which transition the present stage is passed: the last one of the order ends the case."""
    return "authorize" if application.state == application.stage_order[-1] else "pass_stage"
