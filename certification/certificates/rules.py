"""Who may change a quality certificate: only the body that issued it (domain 8.2; regulators may challenge, not edit)."""

from collections.abc import Mapping
from typing import Any, Protocol

from certification.bodies.own_side import body_act_problems
from tianfu.workflow.models.aggregate import Rule
from tianfu.workflow.signatures.two_people import by_two


class Certificate(Protocol):
    """What the rules ask of a quality certificate."""

    pk: Any
    revision: int
    body: Any
    holder_uscc: str


def _issuer(certificate: Certificate, user: Any) -> bool:
    return user.can(certificate.body.organisation, "sign")


def _own_side(certificate: Certificate, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    return body_act_problems(actor, certificate.body.organisation, certificate.holder_uscc)


RULES: dict[str, Rule] = {
    "suspend": Rule("暂停证书", _issuer, objections=_own_side, note_required=True, clause="认证认可条例第二十六条"),
    "reinstate": Rule("恢复证书", _issuer, objections=_own_side, note_required=True),
    "withdraw": Rule(
        "撤销证书",
        _issuer,
        objections=by_two("withdraw", what="撤销证书"),
        note_required=True,
        clause="认证认可条例第二十六条",
    ),
    "cancel": Rule("注销证书", _issuer, objections=by_two("cancel", what="注销证书"), note_required=True),
}
ENDS = ("withdraw", "cancel")
