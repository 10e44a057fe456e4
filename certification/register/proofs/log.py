"""Acts of the register in the public log (trust.md B.1): what is public anyway, in the act's own transaction."""

from typing import Any

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.standing.history import took_effect
from tianfu.ledger.log.publication import publish
from tianfu.workflow import clock

_TYPES = {
    "activate": "cert.issued",
    "suspend": "cert.suspended",
    "reinstate": "cert.restored",
    "withdraw": "cert.revoked",
    "cancel": "cert.cancelled",
    "expire": "cert.expired",
    "amend": "cert.changed",
    "pass_on": "cert.changed",
}


def log_passage(authorization: Authorization, change: Any) -> None:
    """One leaf per passage. Reasons stay out: they may name people, and the log cannot forget."""
    if authorization.published_at is None:
        return  # cancelled before it was issued: the register never held it
    entry: dict[str, Any] = {
        "number": authorization.number,
        "seq": change.revision,
        "status": str(authorization.state),
        # The day it took effect; when it was written down is the leaf's own `at`.
        "since": clock.in_beijing(took_effect(authorization, change)).isoformat(),
    }
    if change.transition == "activate":
        certificate = authorization.certificates.select_related("paper").latest("version")
        entry |= {
            "holder": authorization.holder_name,
            "product": authorization.product_name,
            "route": str(authorization.route),
            "until": authorization.ends_on.isoformat(),
            "certificate_sha256": certificate.paper.sha256,
        }
    elif change.transition in ("amend", "pass_on"):
        entry |= {"holder": authorization.holder_name} if change.transition == "pass_on" else {}
        entry["changed"] = "、".join(row["label"] for row in change.inputs["changed"])
    publish(_TYPES[change.transition], entry)
