"""What supervision knows against an application: the blacklist and the bar after 撤销."""

from datetime import date
from typing import TYPE_CHECKING

from applications.screening import register_check
from certification.models import AuthorizationChange
from certification.states import AuthorizationState
from supervision.lists.models import BlacklistEntry
from tianfu.text.moments import long_day
from tianfu.workflow import clock
from tianfu.workflow.due import add_months
from tianfu.workflow.policies import policy

if TYPE_CHECKING:
    from applications.models import Application


@register_check("blacklist")
def not_blacklisted(application: "Application") -> list[str]:
    standing = BlacklistEntry.objects.filter(uscc=application.enterprise.uscc).standing(clock.today())
    return [f"企业被列入品牌黑名单：{entry.cause}。" for entry in standing]


@register_check("reapply_bar")
def bar_is_over(application: "Application") -> list[str]:
    """After 撤销 no new application for `reapply_bar_years` (Hubei's rule as model; domain 2.3).

    Each 撤销 bars for the years that held on its own day; of several the one that bars longest is named.
    """
    withdrawn = AuthorizationChange.objects.filter(
        subject__holder_uscc=application.enterprise.uscc,
        subject__programme=application.programme_version.programme_id,
        target=AuthorizationState.WITHDRAWN,
    ).select_related("subject")
    bars = [(_barred_until(application, change), change.subject) for change in withdrawn]
    until, authorization = max(bars, key=lambda bar: bar[0], default=(date.min, None))
    if clock.today() >= until:
        return []
    return [f"企业的授权 {authorization} 曾被撤销，{long_day(until)}起方可再次申报。"]


def _barred_until(application: "Application", change: AuthorizationChange) -> date:
    """The first day on which the holder may apply again after this 撤销."""
    day = clock.in_beijing(change.at)
    years = int(policy("reapply_bar_years", scope=application.programme_slug, on=day))
    return add_months(day, years * 12)
