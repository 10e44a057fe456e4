"""签署授权协议: the enterprise signs first; the operator's signature authorizes in the same transaction."""

from typing import Any

from django.db import transaction

from applications.cases.deadlines import overdue_sentence
from applications.cases.filings.signatures import (
    ENTERPRISE,
    OPERATOR,
    refuse_sides,
    refuse_unread,
    standing_signature,
    write_signature,
)
from applications.cases.models.application import Application
from applications.cases.models.filing import Signature
from applications.cases.stages.stage import stage
from applications.review.stages.agreement.text import KEY
from tianfu.workflow.door import NotAllowed, NotPossible, advance, lock
from tianfu.workflow.signatures.officer import taken_up
from tianfu.workflow.signatures.shown import Shown


def sign_agreement(
    application: Application, *, party: str, user: Any, name: str, role: str, proof: str, shown: Shown
) -> Signature:
    """Sign 授权协议 for one party, as read; the operator signs after the enterprise (and then authorizes)."""
    with transaction.atomic():
        locked = lock(application)
        if locked.state != KEY:
            raise NotPossible([f"当前状态为“{locked.get_state_display()}”，不在签署协议环节。"])
        if party == ENTERPRISE and not user.can(locked.enterprise.organisation, "sign"):
            raise NotAllowed("您没有签署权限。请由企业管理员授予，或由有权限的成员签署。")
        if party == ENTERPRISE:
            refuse_sides(locked, user)
        if standing_signature(locked, KEY, party) is not None:
            raise NotPossible(["本方已经签署，无需重复签署。"])
        if party == OPERATOR and standing_signature(locked, KEY, ENTERPRISE) is None:
            raise NotPossible(["企业尚未签署协议。"])
        # Who signed in time and must sign anew (the firm's name changed) is not late.
        signed = locked.signatures.filter(text_key=KEY, party=party).exists()
        if party == ENTERPRISE and not signed and (late := overdue_sentence(locked, "签署协议")):
            raise NotPossible([late])
        refuse_unread(locked, KEY, shown)
        return write_signature(locked, KEY, party, user, name, role, proof)


def sign_for_enterprise(
    application: Application, *, user: Any, name: str, role: str, proof: str, shown: Shown
) -> Signature:
    return sign_agreement(application, party=ENTERPRISE, user=user, name=name, role=role, proof=proof, shown=shown)


def countersign(
    application: Application, *, user: Any, seen: int, name: str, role: str, proof: str, shown: Shown
) -> Application:
    """The operator signs and authorizes; both happen or neither."""
    with transaction.atomic():
        may, refusal = stage(KEY).may_first, "协议由运营机构经办人签署。"
        locked = taken_up(application, user, seen=seen, may=may, refusal=refusal)
        if standing_signature(locked, KEY, ENTERPRISE) is None:
            raise NotPossible(["企业尚未签署协议。"])
        sign_agreement(locked, party=OPERATOR, user=user, name=name, role=role, proof=proof, shown=shown)
        return advance(locked, "authorize", actor=user, seen=seen)
