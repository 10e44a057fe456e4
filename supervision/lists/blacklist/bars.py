"""撤销后限制申报: whom a 撤销 keeps from applying, and until when (policy `reapply_bar_years`)."""

from dataclasses import dataclass
from datetime import date

from certification.authorizations.states import AuthorizationState
from certification.models import AuthorizationChange
from tianfu.workflow import clock
from tianfu.workflow.calendar.due import add_months
from tianfu.workflow.policies.values import policy


@dataclass(frozen=True)
class Bar:
    """`until` is the first day on which the holder may apply again."""

    name: str
    uscc: str
    programme: str
    authorization: str
    withdrawn_on: date
    until: date


def withdrawals(uscc: str = "") -> list[Bar]:
    """The bar that each 撤销 set, by the years that held on its own day; newest first. `uscc`: of this enterprise only."""
    rows = AuthorizationChange.objects.filter(target=AuthorizationState.WITHDRAWN)
    if uscc:
        rows = rows.filter(subject__holder_uscc=uscc)
    years: dict[tuple[str, date], int] = {}
    found = []
    for change in rows.select_related("subject__programme").order_by("-pk"):
        authorization, day = change.subject, clock.in_beijing(change.at)
        slug = authorization.programme.slug
        if (slug, day) not in years:
            years[slug, day] = int(policy("reapply_bar_years", scope=slug, on=day))
        found.append(
            Bar(
                authorization.holder_name,
                authorization.holder_uscc,
                slug,
                str(authorization),
                day,
                add_months(day, years[slug, day] * 12),
            )
        )
    return found


def standing_bars(day: date) -> list[Bar]:
    """Those that still bar somebody on `day`."""
    return [bar for bar in withdrawals() if day < bar.until]
