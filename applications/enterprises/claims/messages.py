"""企业认领 in messages: to the claimant that it is being checked and how it ended, to the city's desk that it waits."""

from applications.enterprises.models import EnterpriseClaim
from tianfu.accounts.roles import Role
from tianfu.inbox.dispatch import notify
from tianfu.workflow.calendar.due import due_date
from tianfu.workflow.policies.values import policy


def _desk(claim: EnterpriseClaim) -> str:
    return f"{claim.enterprise.registered_region.name}市场监督管理局"


def tell_filed(claim: EnterpriseClaim) -> None:
    """Both sides, with the day by which the desk answers."""
    organisation = claim.enterprise.organisation
    due = due_date(claim.claimed_at, int(policy("claim.check_days")))
    facts = {"enterprise": organisation.name, "uscc": organisation.uscc, "due": due}
    about = f"enterprise:{claim.enterprise_id}"
    notify(
        "enterprise_claim_received",
        users=[claim.user],
        context=facts | {"desk": _desk(claim)},
        link="/portal/enterprise/",
        about=about,
    )
    notify(
        "enterprise_claim_to_check",
        roles=[Role.PREFECTURE_OFFICER],
        region=str(claim.enterprise.registered_region_id),
        context=facts | {"applicant": str(claim.user)},
        link=f"/console/claims/{claim.pk}/",
        about=about,
    )


def tell_decided(claim: EnterpriseClaim) -> None:
    name = claim.enterprise.organisation.name
    if claim.status == EnterpriseClaim.Status.APPROVED:
        key, context = "enterprise_claim_approved", {"enterprise": name}
    else:
        key = "enterprise_claim_refused"
        context = {"enterprise": name, "reason": claim.reason, "desk": _desk(claim)}
    notify(key, users=[claim.user], context=context, link="/portal/", about=f"enterprise:{claim.enterprise_id}")
