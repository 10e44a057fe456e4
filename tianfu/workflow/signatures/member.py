"""Whether a member may act for an organisation: asked by every act that is no passage through the door."""

from typing import Any

from tianfu.accounts.access.separation import side_problems
from tianfu.accounts.models import Organisation
from tianfu.workflow.door import NotAllowed, NotPossible


def check_member(user: Any, organisation: Organisation, right: str, refusal: str) -> None:
    """Raises NotAllowed with `refusal` without the right ("edit", "sign", "manage"); NotPossible for somebody who stands
    on another side of this organisation as well."""
    if not user.can(organisation, right):
        raise NotAllowed(refusal)
    if problems := side_problems(user, organisation):
        raise NotPossible(problems)
