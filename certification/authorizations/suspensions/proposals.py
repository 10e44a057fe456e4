"""Proposals that wait for a second person: what nobody has proposed an answer to yet."""

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from certification.authorizations.models.authorization import AuthorizationEndorsement


def without_proposal(rows: "QuerySet[Any]", name: str, outer: str = "pk") -> "QuerySet[Any]":
    """Rows on which nobody has proposed anything yet; once somebody has, it stands in the second person's list.

    `name`: what of the proposal names the row, by the row's `outer`.
    """
    standing = AuthorizationEndorsement.objects.standing().filter(
        round=F("subject__revision"), **{name: OuterRef(outer)}
    )
    return rows.filter(~Exists(standing))
