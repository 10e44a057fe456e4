"""What of an authorization and of a suspension nobody rewrites, whatever the code above does."""

from typing import Any

from django.db.models import CheckConstraint, Q

from tianfu.ledger.protection import kept, stands

CERTIFICATE_FOR_ITS_ROUTE = CheckConstraint(
    condition=Q(basis="certificate", certificate__isnull=False)
    | Q(basis__in=["declaration", "review"], certificate=None),
    name="authorization_certificate_exactly_for_its_route",
)
AUTHORIZATION: list[Any] = [
    *kept("authorization"),
    stands("authorization", fixed_columns=["application_id", "programme_id", "route", "basis", "decided_on"]),
]
SUSPENSION: list[Any] = [
    *kept("suspension"),
    stands("suspension", open_columns=["limit_on", "lifted_at", "lifted_note"], until="OLD.lifted_at IS NOT NULL"),
]
