"""People, organisations, memberships, roles, regions. Imports leaves of this floor."""

from tianfu.accounts.factors.resets.models import FactorReset
from tianfu.accounts.grants.models import GrantProposal, Outcome
from tianfu.accounts.models.membership import Membership, MembershipStatus
from tianfu.accounts.models.organisation import Organisation, OrganisationKind
from tianfu.accounts.models.region import Region, RegionKind
from tianfu.accounts.models.rolegrant import Origin, RoleGrant
from tianfu.accounts.models.user import User

__all__ = [
    "FactorReset",
    "GrantProposal",
    "Membership",
    "MembershipStatus",
    "Organisation",
    "OrganisationKind",
    "Origin",
    "Outcome",
    "Region",
    "RegionKind",
    "RoleGrant",
    "User",
]
