"""分配: who holds a case, or whoever finds it unheld, hands it to a colleague of the same desk, who is told."""

from typing import Any

from django.db import transaction

from applications.cases.models.application import Application
from applications.cases.recipients import about, console_path
from applications.cases.stages.stage import stage
from applications.cases.standing.desks import stage_label
from applications.cases.states import STAGES
from applications.review.work.handlers import give
from tianfu.accounts.models import User
from tianfu.inbox.audience import desk
from tianfu.inbox.dispatch import notify
from tianfu.ledger.audit.records import record
from tianfu.workflow.calendar.due import Due
from tianfu.workflow.door import NotPossible, lock
from tianfu.workflow.signatures.officer import check_officer


def colleagues(application: Application, user: Any) -> list[User]:
    """Who else may act at the case's stage, by name."""
    if application.state not in STAGES:
        return []
    room = stage(application.state)
    region = str(application.region_id) if room.regional else None
    people = desk(room.roles + room.second_roles, region, application.programme_slug)
    return [one for one in people if one.pk != user.pk and room.may_work(application, one)]


def assign(application: Application, *, user: Any, to: User) -> Application:
    """Make `to` the case's 经办人. The case itself does not move."""
    with transaction.atomic():
        # Before the case, as every claim: whoever loses his access at this moment gets nothing.
        User.objects.select_for_update(no_key=True).get(pk=to.pk)
        locked = lock(application)
        allowed = locked.state in STAGES and stage(locked.state).may_work(locked, user)
        check_officer(user, allowed, "该事项当前不在您的岗位。")
        if locked.handler_id not in (None, user.pk):
            raise NotPossible([f"{locked.handler} 正在办理此件，只有经办人可以交给别人。"])
        if to.pk not in {one.pk for one in colleagues(locked, user)}:
            raise NotPossible(["请选择本岗位的另一位同事。"])
        give(locked, to)
        record("application.assign", actor=user, subject=locked, data={"to": to.pk})
        _tell(locked, user, to)
    return locked


def _tell(application: Application, user: Any, to: User) -> None:
    due = Due(application.due_on, application.due_provisional, 0, 0, []) if application.due_on else ""
    notify(
        "assigned_to_you",
        users=[to],
        context={
            "assigner": str(user),
            "number": application.number,
            "enterprise": application.enterprise.organisation.name,
            "product": application.product_version.name,
            "stage": stage_label(application, application.state),
            "due": due,
        },
        link=console_path(application),
        about=about(application),
    )
