"""Who may change a quality certificate: only the body that issued it (domain 8.2; regulators may challenge, not edit)."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from certification.bodies.own_side import body_act_problems
from tianfu.workflow.models.aggregate import Rule
from tianfu.workflow.models.endorsement import signed_by_two


class Certificate(Protocol):
    """What the rules ask of a quality certificate."""

    pk: Any
    revision: int
    body: Any
    holder_uscc: str


def _issuer(certificate: Certificate, user: Any) -> bool:
    return user.can(certificate.body.organisation, "sign")


def _two_people(act: str) -> Callable[[Certificate, Any, Mapping[str, Any]], list[str]]:
    """An end that cannot be undone stands on a complete endorsement of this very act and revision."""

    def objections(certificate: Certificate, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
        endorsement = inputs.get("endorsement")
        if not signed_by_two(endorsement, actor, act):
            return ["撤销、注销证书须由本机构两人办理：先由一人提出，再由另一人确认。"]
        if endorsement.subject_id != certificate.pk or endorsement.round != certificate.revision:
            return ["提出后情况已有变化，请重新提出。"]
        return []

    return objections


def _own_side(certificate: Certificate, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    return body_act_problems(actor, certificate.body.organisation, certificate.holder_uscc)


RULES: dict[str, Rule] = {
    "suspend": Rule("暂停证书", _issuer, objections=_own_side, note_required=True, clause="认证认可条例第二十六条"),
    "reinstate": Rule("恢复证书", _issuer, objections=_own_side, note_required=True),
    "withdraw": Rule(
        "撤销证书", _issuer, objections=_two_people("withdraw"), note_required=True, clause="认证认可条例第二十六条"
    ),
    "cancel": Rule("注销证书", _issuer, objections=_two_people("cancel"), note_required=True),
}
ENDS = ("withdraw", "cancel")
