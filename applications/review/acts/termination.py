"""终止办理: a case that can go nowhere is ended by two people of the province, with a reason that the enterprise reads."""

from typing import Any

from django.db import transaction

from applications.cases.models.application import Application
from applications.cases.rules.independence import independence_problems
from applications.programmes.names import names_of
from applications.review.acts.passages import first_act, refuse_for, refuse_unread, write_review
from applications.review.work.proposals import TERMINATORS
from tianfu.workflow.door import NotPossible, advance
from tianfu.workflow.signatures.officer import taken_up
from tianfu.workflow.signatures.second import sign_second
from tianfu.workflow.signatures.shown import Shown


def _authority(application: Application) -> str:
    return str(names_of(application.programme_version_id).content["authority"])


def _may_terminate(application: Application, user: Any) -> bool:
    return any(user.has_role(role, programme=application.programme_slug) for role in TERMINATORS)


def terminate(application: Application, *, user: Any, seen: int, note: str, shown: Shown) -> Application:
    """The first person proposes with the reason, the second and independent one confirms it and ends the case.

    The second person's `note` is a remark of his own; letter and message carry the reason that was proposed.
    """
    with transaction.atomic():
        refusal = f"终止办理由{_authority(application)}经办人和审批人办理。"
        locked = taken_up(application, user, seen=seen, may=_may_terminate, refusal=refusal)
        if not locked.number or locked.finished:
            raise NotPossible([f"当前状态为“{locked.get_state_display()}”，不能终止办理。"])
        endorsement = locked.open_endorsement("terminate")
        if endorsement is None:
            if not note.strip():
                raise NotPossible(["请写明终止办理的理由和依据，企业会在通知书中看到。"])
            write_review(locked, user=user, act="propose_terminate", opinion=note, answers={})
            first_act(locked, "terminate", user, "terminate", note)
            return locked
        if endorsement.first_by_id == user.pk:
            raise NotPossible(["您已提出终止办理，须由另一人确认。"])
        refuse_for(independence_problems(locked, user))
        read = refuse_unread(locked, endorsement, shown)
        sign_second(endorsement, user, note)
        return advance(locked, "terminate", actor=user, seen=seen, note=endorsement.first_note, read=read)
