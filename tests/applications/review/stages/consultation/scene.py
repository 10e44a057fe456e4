"""A case of 湖北精品 at 征求部门意见, and three departments that may be asked."""

from typing import Any

from applications.models import Application
from applications.review.stages.consultation.acts import answer, ask
from applications.review.stages.consultation.models import Consultation
from tests import make
from tests.hubei import filed, programme
from tianfu.workflow.signatures.shown import NO_PAGE

QUESTION = "请对该产品的产业政策符合性提出意见。"
OFFICES = ("湖北省农业农村厅", "湖北省商务厅", "湖北省经济和信息化厅")


def at_consultation(clock: Any) -> dict[str, Any]:
    """Arrived on Friday 6 March 2026; the clock stands on Monday the 9th."""
    clock.set("2026-03-02")
    version = programme()
    case, staff = filed(version), make.staff("420100")
    clock.set("2026-03-06")
    case = make.advance_to(case, "consultation", staff, clock)
    clock.set("2026-03-09")
    found = {"case": case, "staff": staff, "desk": staff["operator"]}
    for key, name in zip(("farm", "trade", "industry"), OFFICES, strict=True):
        found[key], found[f"{key}_officer"] = make.department(name, "420000")
    return found


def fresh(case: Application) -> Application:
    return Application.objects.get(pk=case.pk)


def asking(world: dict[str, Any], *keys: str, question: str = QUESTION, **change: Any) -> list[Consultation]:
    case = fresh(world["case"])
    given = {"user": world["desk"], "seen": case.revision, "departments": [world[key].pk for key in keys]}
    return ask(case, question=question, **{**given, **change})


def answering(world: dict[str, Any], key: str, outcome: str = "agreed", text: str = "", **change: Any) -> Any:
    row = Consultation.objects.filter(department=world[key]).latest("pk")
    given = {"user": world[f"{key}_officer"], "shown": NO_PAGE}
    return answer(row, outcome=outcome, text=text, **{**given, **change})


def outcomes(world: dict[str, Any]) -> dict[str, str]:
    rows = Consultation.objects.filter(application=world["case"]).select_related("department")
    return {row.department.name: row.outcome for row in rows}
