"""What is told around a new certificate: the holder and the operator's desk."""

from typing import Any

from certification.authorizations.suspensions.replacements.models import Replacement
from tianfu.accounts.roles import Role
from tianfu.inbox.dispatch import notify


def replacement_path(replacement: Replacement) -> str:
    return f"/portal/replacements/{replacement.pk}/"


def replacement_console_path(replacement: Replacement) -> str:
    return f"/console/replacements/{replacement.pk}/"


def tell_replacement(replacement: Replacement, holder: str | None, desk: str | None, **more: Any) -> None:
    """In the event's own transaction; either key may be None."""
    authorization = replacement.authorization
    context: dict[str, Any] = {
        "authorization": authorization.number,
        "product": authorization.product_name,
        "certificate": replacement.certificate.number,
        "cause": replacement.get_cause_display(),
        "due": replacement.due_on,
    }
    about = f"authorization:{authorization.pk}"
    if holder is not None:
        notify(
            holder,
            organisation=authorization.enterprise.organisation,
            context=context | more,
            link=replacement_path(replacement),
            about=about,
        )
    if desk is not None:
        notify(
            desk,
            roles=[Role.OPERATOR_OFFICER],
            programme=authorization.programme_slug,
            context=context | {"holder": authorization.holder_name},
            link=replacement_console_path(replacement),
            about=about,
        )
