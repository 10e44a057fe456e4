"""What became of the proposals that rest on one basis ("inspection:12"); for the page of what they rest on."""

from typing import Any

from django.db.models import F
from django.urls import reverse

from certification.authorizations.models.authorization import AuthorizationEndorsement


def waiting_on(basis: str) -> AuthorizationEndorsement | None:
    """The proposal that waits for its second person."""
    rows = AuthorizationEndorsement.objects.standing().filter(basis=basis, round=F("subject__revision"))
    return rows.select_related("first_by").first()


def outcomes_on(basis: str) -> list[dict[str, Any]]:
    """Oldest first; `state`: confirmed, taken_back, waiting, or lapsed when the authorization changed meanwhile."""
    rows = AuthorizationEndorsement.objects.filter(basis=basis).order_by("pk")
    return [
        {
            "act": row.get_act_display(),
            "first": row,
            "state": _standing(row),
            "url": reverse("console:authorization", args=[row.subject_id]),
        }
        for row in rows.select_related("first_by", "second_by", "withdrawn_by", "subject")
    ]


def _standing(row: AuthorizationEndorsement) -> str:
    if row.second_at is not None:
        return "confirmed"
    if row.withdrawn_at is not None:
        return "taken_back"
    return "waiting" if row.round == row.subject.revision else "lapsed"
