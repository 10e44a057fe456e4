"""签署授权协议: the enterprise signs first; the operator's signature authorizes in the same transaction."""

from typing import Any

from django.db import transaction

from applications.cases.filing.signatures import ENTERPRISE, OPERATOR, sign_agreement, standing_signature
from applications.cases.models.application import Application
from applications.cases.models.filing import Signature
from applications.cases.stage import stage
from applications.cases.states import ApplicationState
from tianfu.workflow.door import NotPossible, advance, lock, refuse_stale
from tianfu.workflow.officer import check_officer
from tianfu.workflow.signatures.shown import Shown


def sign_for_enterprise(
    application: Application, *, user: Any, name: str, role: str, proof: str, shown: Shown
) -> Signature:
    return sign_agreement(application, party=ENTERPRISE, user=user, name=name, role=role, proof=proof, shown=shown)


def countersign(
    application: Application, *, user: Any, seen: int, name: str, role: str, proof: str, shown: Shown
) -> Application:
    """The operator signs and authorizes; both happen or neither."""
    with transaction.atomic():
        locked = lock(application)
        refuse_stale(locked, seen)
        allowed = stage(ApplicationState.AGREEMENT).may_first(locked, user)
        check_officer(user, allowed, "协议由运营机构经办人签署。")
        if standing_signature(locked, "agreement", ENTERPRISE) is None:
            raise NotPossible(["企业尚未签署协议。"])
        sign_agreement(locked, party=OPERATOR, user=user, name=name, role=role, proof=proof, shown=shown)
        return advance(locked, "authorize", actor=user, seen=seen)
