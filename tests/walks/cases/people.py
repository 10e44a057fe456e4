"""Who tries to act: one person of each desk, and those who must not get through."""

from dataclasses import dataclass

from applications.models import Enterprise
from tests import make
from tianfu.accounts.models import Membership, User
from tianfu.accounts.roles import Role


@dataclass(frozen=True)
class People:
    """By name: `desks` may act somewhere in the case, `strangers` nowhere; both try everything."""

    desks: dict[str, User]
    strangers: dict[str, User]

    @property
    def all(self) -> dict[str, User]:
        return {**self.desks, **self.strangers}


def everybody(owner: Enterprise, body_organisation: object) -> People:
    """`two_desks` holds roles of three stages, so that only independence keeps him from deciding what he prepared."""
    desks = make.staff(owner.registered_region_id)
    desks |= {
        "two_desks": make.officer(Role.PROVINCE_APPROVER),
        "signer": make.member(owner.organisation, edit=True, sign=True),
        "colleague": make.member(owner.organisation, edit=True, sign=True),
        "body": make.member(body_organisation, sign=True),
    }
    make.grant(desks["two_desks"], Role.OPERATOR_OFFICER)
    make.grant(desks["two_desks"], Role.PREFECTURE_OFFICER, owner.registered_region_id)
    elsewhere = make.enterprise("外地样例有限公司", "510700")
    strangers = {
        "viewer": make.member(owner.organisation),
        "left": make.founder(owner.organisation),
        "competitor": make.founder(elsewhere.organisation),
        "other_prefecture": make.officer(Role.PREFECTURE_OFFICER, "510700"),
        "auditor": make.officer(Role.AUDITOR),
        "visitor": make.user(),
    }
    # The row of one who left keeps what he might do before: only its end says that he may no more.
    Membership.objects.filter(user=strangers["left"]).update(status="ended", ended_at=strangers["left"].date_joined)
    return People(desks, strangers)
