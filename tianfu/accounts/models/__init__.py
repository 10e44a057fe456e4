from tianfu.accounts.models.membership import Membership, MembershipStatus
from tianfu.accounts.models.organisation import Organisation, OrganisationKind
from tianfu.accounts.models.region import Region, RegionKind
from tianfu.accounts.models.rolegrant import RoleGrant
from tianfu.accounts.models.user import User
from tianfu.accounts.resets.models import FactorReset

__all__ = [
    "FactorReset",
    "Membership",
    "MembershipStatus",
    "Organisation",
    "OrganisationKind",
    "Region",
    "RegionKind",
    "RoleGrant",
    "User",
]
