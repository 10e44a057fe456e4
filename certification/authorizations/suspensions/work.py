"""What waits for the operator's desk around suspensions: requests of holders, and limits that have passed."""

from typing import Any

from django.db.models import QuerySet

from certification.authorizations.desk.access import at_desk
from certification.authorizations.desk.sources import desk_source
from certification.authorizations.models.authorization import Suspension
from certification.authorizations.suspensions.limits import over
from certification.authorizations.suspensions.models import SuspensionRequest
from certification.authorizations.suspensions.requests import waiting
from tianfu.workflow import clock


def suspension_requests(user: Any) -> "QuerySet[SuspensionRequest]":
    return waiting(clock.today()).filter(at_desk(user, "authorization__"))


def over_limit(user: Any) -> "QuerySet[Suspension]":
    return over(clock.today()).filter(at_desk(user, "authorization__"))


REQUESTS = desk_source(
    "certification.suspension_requests",
    "持有人申请暂停的授权",
    suspension_requests,
    lambda row: "持有人申请暂停使用标识，请提出暂停，由另一人确认。",
    listed="console:authorizations",
    due="",
)
OVER_LIMIT = desk_source(
    "certification.over_limit",
    "暂停期限已过的授权",
    over_limit,
    lambda row: f"因“{row.get_cause_display()}”暂停的期限已过，请提出撤销、注销或者恢复，由另一人确认。",
    listed="console:authorizations",
    since="since",
    due="limit_on",
    tone="bad",
)
