"""承诺之后告知: everybody in the directory gets the hashes, so that nobody can back-date them (trust.md A.1, row 14)."""

from typing import Any

from supervision.directories.models import InspectionObject
from supervision.draws.commitment.acts import COMMITMENT_JOB
from supervision.draws.models import DrawPlan
from supervision.draws.rules import ORGANISER, organises
from supervision.draws.states import Mode
from tianfu.accounts.models import Organisation, User
from tianfu.accounts.roles import Role
from tianfu.inbox.audience import desk
from tianfu.inbox.dispatch import notify
from tianfu.workflow.jobs import crash_point, handler
from tianfu.workflow.models import Job
from tianfu.workflow.rounds import each

CHUNK = 200


@handler(COMMITMENT_JOB, label="告知抽查承诺")
def tell_of_commitment(job: Job) -> None:
    """One message for each enterprise of the frozen directory; `once` lets the job run again from anywhere."""
    plan = DrawPlan.objects.select_related("plan_file", "objects_file", "inspectors_file").get(pk=job.payload["plan"])
    codes = InspectionObject.objects.filter(kind=plan.object_kind, left_on=None).exclude(uscc="")
    holders = Organisation.objects.filter(superseded_at=None, uscc__in=codes.values("uscc")).order_by("pk")
    if plan.region_id:
        holders = holders.filter(uscc__in=codes.filter(region=plan.region_id).values("uscc"))
    context = _context(plan)
    each(COMMITMENT_JOB, holders.iterator(chunk_size=CHUNK), lambda holder: _tell(plan, holder, context))
    crash_point("draw.told")


def _tell(plan: DrawPlan, holder: Organisation, context: dict[str, Any]) -> bool:
    notify(
        "draw_committed",
        organisation=holder,
        context=context,
        link=f"/draws/{plan.number}/",
        about=f"draw:{plan.pk}",
        once=f"{plan.pk}",
    )
    return True


def _context(plan: DrawPlan) -> dict[str, Any]:
    found = {
        "number": plan.number,
        "title": plan.title,
        "sources": "、".join(row["event"] for row in plan.sources),
        "plan_sha256": plan.plan_file.sha256 if plan.plan_file else "",
    }
    # Nobody knows beforehand at what minute dice will be rolled.
    return found if plan.mode == Mode.DICE else found | {"seed_after": plan.seed_after}


def organisers_of(plan: DrawPlan) -> list[User]:
    """Whoever holds the post for the plan's region now; an administrator who reads for an empty desk does not."""
    return [person for person in desk([ORGANISER], plan.region_id) if organises(plan, person)]


def tell_administrators(plan: DrawPlan, key: str, occasion: str) -> None:
    """The message `key` to those who can name another organiser; once per occasion."""
    administrators = desk([Role.SYSTEM_ADMIN])
    if not administrators:
        return  # `desk` has said so in the log
    notify(
        key,
        users=administrators,
        context={"number": plan.number, "title": plan.title},
        link="/console/accounts/user/",
        about=f"draw:{plan.pk}",
        once=f"{plan.pk}:{occasion}",
    )


def tell_organisers(plan: DrawPlan, key: str, occasion: str, **context: Any) -> bool:
    """The message `key` to the organisers of the plan's region; once per occasion."""
    notify(
        key,
        users=desk([ORGANISER], plan.region_id),
        context={"number": plan.number, "title": plan.title} | (context or {"due": plan.draw_by}),
        link=f"/console/draws/{plan.pk}/",
        about=f"draw:{plan.pk}",
        once=f"{plan.pk}:{occasion}",
    )
    return True
