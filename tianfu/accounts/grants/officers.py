"""A new officer: an account made for somebody, with the proposal of the first role."""

from django.db import transaction

from tianfu.accounts.grants.invitations import create_account
from tianfu.accounts.grants.proposals import propose_grant
from tianfu.accounts.models import GrantProposal, Region, User
from tianfu.accounts.roles import Role


def propose_officer(
    *,
    email: str,
    name: str,
    role: Role,
    region: Region | None,
    programme: str = "",
    actor: User,
    reason: str,
    identity: str = "",
) -> GrantProposal:
    """Both or neither. The invitation is sent when a second administrator has confirmed the role; until then nobody
    can sign in. Raises as `create_account` and `propose_grant` do."""
    with transaction.atomic():
        user = create_account(email=email, name=name, actor=actor, reason=reason, identity=identity)
        return propose_grant(
            user, role, region=region, programme=programme, actor=actor, reason=reason, identity=identity
        )
