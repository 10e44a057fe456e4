"""What policy says about giving roles, for the floor of the accounts, which lies below the policies."""

from tianfu.accounts.grants.limits import Limits, register_limits
from tianfu.workflow.policies.values import policy_values

_WAITING, _ANSWER = "grant.waiting_hours", "grant.answer_days"


@register_limits
def grant_limits() -> Limits:
    """As they are today. Raises UnknownPolicy when the reference data was never loaded."""
    values = policy_values([_WAITING, _ANSWER])
    return Limits(waiting_hours=int(values[_WAITING]), answer_days=int(values[_ANSWER]))
