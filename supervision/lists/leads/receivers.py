"""Findings follow the proposals that rest on them."""

from typing import Any

from django.dispatch import receiver

from certification.authorizations.sanctions.bases import settled
from certification.models import AuthorizationEndorsement
from supervision.lists.leads.requests import was_settled


@receiver(settled, sender=AuthorizationEndorsement, dispatch_uid="supervision.lists.request")
def request_was_settled(endorsement: AuthorizationEndorsement, user: Any, **kwargs: Any) -> None:
    was_settled(endorsement, user)
