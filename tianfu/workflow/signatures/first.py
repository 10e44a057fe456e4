"""The first signature of two: written down once a round, by somebody who stands on one side only."""

from typing import Any

from django.db import IntegrityError, transaction

from tianfu.accounts.access.separation import staff_problems
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible, Overtaken
from tianfu.workflow.models.aggregate import Aggregate
from tianfu.workflow.models.endorsement import Endorsement


def sign_first(
    model: type[Endorsement], subject: Aggregate, act: str, *, user: Any, note: str = "", outcome: str = "", **more: Any
) -> Any:
    """The first person's proposal on `subject` as it stands; the caller holds its lock. `outcome`: `act` when empty.

    Raises NotPossible for staff who are members of an enterprise or body, Overtaken when somebody proposed already.
    """
    if problems := staff_problems(user):
        raise NotPossible(problems)
    facts: dict[str, Any] = {
        "subject": subject,
        "act": act,
        "round": subject.revision,
        "outcome": outcome or act,
        "first_by": user,
        "first_at": clock.now(),
        "first_note": note.strip(),
    }
    try:
        with transaction.atomic():
            return model.objects.create(**facts, **more)
    except IntegrityError as error:
        standing = model.objects.standing().filter(subject=subject, act=act, round=subject.revision).first()
        who = str(standing.first_by) if standing else "有人"
        raise Overtaken(who, standing.first_at if standing else None, "待办", "已提出") from error
