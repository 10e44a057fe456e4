"""Who is told what of a sample; the texts stand in `message_kinds.py`."""

from typing import Any

from django.urls import reverse

from supervision.inspections.holder import holder_of
from supervision.inspections.messages import team_users
from supervision.inspections.samples.models import Sample
from tianfu.accounts.roles import Role
from tianfu.inbox.audience import desk
from tianfu.inbox.dispatch import notify


def _context(sample: Sample, **more: Any) -> dict[str, Any]:
    return {"what": str(sample), "product": f"{sample.product}（{sample.batch}）", **more}


def _tell_holder(sample: Sample, key: str, **context: Any) -> None:
    holder = holder_of(sample.task)
    if holder is not None:
        notify(
            key,
            organisation=holder,
            context=_context(sample, **context),
            link=reverse("portal:sample", args=[sample.pk]),
            about=f"inspection:{sample.task_id}",
            once=f"sample:{sample.pk}:{sample.revision}",
        )


def tell_of_failure(sample: Sample) -> None:
    """The result, and until when a retest may be asked for."""
    _tell_holder(sample, "sample_failed", until=sample.retest_until)


def tell_of_answer(sample: Sample, answer: str) -> None:
    """A retest was ordered, or refused with its reason."""
    _tell_holder(sample, "sample_retest_answered", answer=answer)


def tell_of_verdict(sample: Sample) -> None:
    """The verdict that counts."""
    _tell_holder(sample, "sample_final", verdict=sample.get_verdict_display())


def _tell_people(sample: Sample, users: list[Any], step: str, occasion: str) -> None:
    if users:
        notify(
            "sample_step",
            users=users,
            context=_context(sample, step=step),
            link=reverse("console:sample", args=[sample.pk]),
            about=f"inspection:{sample.task_id}",
            once=f"sample:{sample.pk}:{occasion}",
        )


def tell_team(sample: Sample, step: str, occasion: str) -> None:
    _tell_people(sample, team_users(sample.task), step, occasion)


def tell_organisers(sample: Sample, step: str) -> None:
    people = desk([Role.SPOTCHECK_MANAGER], sample.task.object.region_id)
    _tell_people(sample, people, step, f"desk:{sample.revision}")
