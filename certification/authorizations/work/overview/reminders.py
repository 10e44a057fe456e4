"""Reminders to many holders: each authorization once a day for each need, and only while it has it."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from certification.authorizations.desk.recipients import tell_holder_of
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.rules import operates_on
from certification.authorizations.standing.needs import NEEDS
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.officer import check_officer

MOST = 100


def remind_holders(key: str, marks: Sequence[int], *, user: Any) -> tuple[int, int]:
    """(told, told already today). What is no longer needed, or not on this person's desk, is passed over.

    Raises NotPossible when nothing or too much was chosen.
    """
    need, today = NEEDS[key], clock.today()
    if not need.asks:
        raise NotPossible(["这类事项由运营机构办理，不需要提醒持有人。"])
    if not marks:
        raise NotPossible(["请勾选要提醒的授权。"])
    if len(marks) > MOST:
        raise NotPossible([f"一次最多提醒 {MOST} 项授权，请分次勾选。"])
    rows = need.found(Authorization.objects.on_console_for(user).filter(pk__in=marks), today).distinct()
    told = before = 0
    with transaction.atomic():
        for mark in rows.select_related("enterprise__organisation", "programme").order_by("pk"):
            check_officer(user, operates_on(mark, user), "提醒由运营机构审核员发出。")
            once = f"{mark.pk}:{key}:{today.isoformat()}"
            written = tell_holder_of(mark, "authorization_reminder", once=once, what=need.asks, due=mark.need_due)
            told, before = (told + 1, before) if written else (told, before + 1)
            if written:
                record("authorization.remind", actor=user, subject=mark, data={"need": key})
    return told, before
