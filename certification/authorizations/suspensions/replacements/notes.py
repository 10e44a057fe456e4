"""What is told around a new certificate: the holder and the operator's desk."""

from typing import Any

from applications.models import CasePaper
from certification.authorizations.desk.recipients import tell_desk_of, tell_holder_of
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.notices import want_notice
from certification.authorizations.suspensions.replacements.models import Replacement
from certification.certificates.models import QualityCertificate
from tianfu.workflow import clock


def replacement_path(replacement: Replacement) -> str:
    return f"/portal/replacements/{replacement.pk}/"


def replacement_console_path(replacement: Replacement) -> str:
    return f"/console/replacements/{replacement.pk}/"


def tell_replacement(replacement: Replacement, holder: str | None, desk: str | None, **more: Any) -> None:
    """In the event's own transaction; either key may be None."""
    mark = replacement.authorization
    facts: dict[str, Any] = {
        "certificate": replacement.certificate.number,
        "cause": replacement.get_cause_display(),
        "due": replacement.due_on,
    }
    if holder is not None:
        tell_holder_of(mark, holder, link=replacement_path(replacement), **facts, **more)
    if desk is not None:
        tell_desk_of(mark, desk, link=replacement_console_path(replacement), **facts)


def tell_handed_back(replacement: Replacement, reason: str) -> None:
    """The certificate that was brought does not fit: a message and a letter."""
    moment = int(clock.now().timestamp())  # one replacement may be handed back more than once
    want_notice(
        replacement.authorization,
        CasePaper.Kind.REPLACEMENT_RETURNED,
        f"replacement:{replacement.pk}:hand_back:{moment}",
        said=reason,
        due=replacement.due_on,
    )
    tell_replacement(replacement, "replacement_refused", None, reason=reason)


def tell_met(
    replacement: Replacement, authorization: Authorization, certificate: QualityCertificate, reason: str
) -> None:
    """The mark rests on `certificate` from now on: a message and a letter."""
    want_notice(
        authorization,
        CasePaper.Kind.CERTIFICATE_REPLACED,
        f"replacement:{replacement.pk}:meet",
        said=reason,
        rows=[("原证书", replacement.certificate.number), ("新证书", f"{certificate.number}（{certificate.body}）")],
        until=authorization.ends_on,
    )
    tell_replacement(replacement, "replacement_met", None)
