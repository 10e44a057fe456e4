"""When officers may ask for correction (行政许可法 art. 32(4) as model). A leaf for the door's rules.

Completeness: once in the life of the case, everything at once. Later: once per stage, and only for what the opinion
of that stage newly needs, which the officer names. A case that the system itself brought back may be asked anew.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from applications.cases.rules.acceptance import acceptance_problems
from applications.cases.states import INTAKE

if TYPE_CHECKING:
    from applications.cases.models.application import Application

AROSE_MISSING = "请写明本环节审查中新出现了什么问题、为什么此前没有提出：受理后只能就新出现的问题要求补正。"


def correction_problems(application: "Application") -> list[str]:
    """Why no correction may be asked for at this stage (any more); empty = may be."""
    problems = acceptance_problems(application)
    if problems:
        return problems
    asked = [row for row in application.corrections.all() if row.stage == application.state and row.closed_at]
    if application.state in INTAKE:
        return ["形式审查环节已一次性告知过补正，每件只能一次，不能再次要求补正。"] if asked else []
    returned = [row.at for row in application.changes.all() if row.transition == "send_back" and row.actor_id is None]
    asked = [row for row in asked if not returned or row.opened_at > returned[-1]]
    return ["本环节已一次性告知过补正，每个环节只能一次，不能再次要求补正。"] if asked else []


def correction_objections(application: "Application", actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    """What is wrong with the very request: it stands in the case's open correction, gaps and all."""
    correction = application.corrections.filter(closed_at=None).last()
    if correction is None or not correction.items.exists():
        return ["请至少写明一项需要补正的内容。"]
    if application.state not in INTAKE and not correction.arose.strip():
        return [AROSE_MISSING]
    return []
