"""From when a role holds. A leaf: models may import it."""

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings

from tianfu.accounts.roles import Role
from tianfu.accounts.titles import title
from tianfu.text.moments import full_moment

ALWAYS = datetime.min.replace(tzinfo=UTC)


class HeldGrant(NamedTuple):
    """A role somebody holds: for a region (None = the whole province), signed by whom, holding from when.

    `starts` None: not before the person has signed in with a second factor, and then after `waiting_hours`.
    """

    role: Role
    region: str | None
    signatories: frozenset[int]
    starts: datetime | None
    waiting_hours: int | None
    programme: str = ""  # its slug; empty: every programme

    @property
    def sentence(self) -> str:
        """Why this role does not hold yet, and from when it will."""
        rule = "新授予的岗位，本人首次以两步验证登录后方才生效"
        if self.waiting_hours:
            rule = f"新授予的岗位，自授予和本人首次以两步验证登录之后满 {self.waiting_hours} 小时方才生效"
        if self.starts is None:
            return f"您的“{title(self.role, self.programme)}”岗位尚未生效：{rule}。请先以两步验证登录。"
        return f"您的“{title(self.role, self.programme)}”岗位尚未生效：{rule}，自{full_moment(self.starts)}起可以办理。"

    def holds(self, moment: datetime) -> bool:
        return self.starts is not None and self.starts <= moment


def start_of(granted_at: datetime, waiting_hours: int | None, proved_at: datetime | None) -> datetime | None:
    """`waiting_hours` None: a grant from before there was a waiting time. `proved_at`: the first second factor shown."""
    if waiting_hours is None:
        return ALWAYS
    if settings.STAFF_MFA != "required":
        return granted_at + timedelta(hours=waiting_hours)
    return None if proved_at is None else max(granted_at, proved_at) + timedelta(hours=waiting_hours)


def waiting_words(user: Any) -> str:
    """Sentences about roles that this person was given and that do not hold yet; "" for everybody else."""
    return "".join(grant.sentence for grant in getattr(user, "waiting_grants", ()))
