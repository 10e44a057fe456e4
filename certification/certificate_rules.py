"""Who may change a quality certificate: only the body that issued it (domain 8.2; regulators may challenge, not edit)."""

from typing import TYPE_CHECKING, Any

from tianfu.workflow.models.aggregate import Rule

if TYPE_CHECKING:
    from certification.models import QualityCertificate


def _issuer(certificate: "QualityCertificate", user: Any) -> bool:
    return user.can(certificate.body.organisation, "sign")


RULES: dict[str, Rule] = {
    "suspend": Rule("暂停证书", _issuer, note_required=True, clause="认证认可条例第二十六条"),
    "reinstate": Rule("恢复证书", _issuer, note_required=True),
    "withdraw": Rule("撤销证书", _issuer, note_required=True, clause="认证认可条例第二十六条"),
    "cancel": Rule("注销证书", _issuer, note_required=True),
}
