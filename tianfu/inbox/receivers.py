"""What the floors below cannot say themselves: somebody wants to join, was let in or refused; a job was parked."""

from typing import Any

from django.dispatch import receiver
from django.urls import NoReverseMatch, reverse

from tianfu.accounts.models import Membership, Organisation, User
from tianfu.accounts.signals import access_changed
from tianfu.inbox.sending import notify
from tianfu.workflow.clock import now
from tianfu.workflow.jobs import job_parked, label_of
from tianfu.workflow.models import Job

_RIGHTS = {"edit": "填写申报", "sign": "签署", "manage": "管理成员"}


@receiver(access_changed, sender=Membership, dispatch_uid="inbox_membership")
def tell_about_membership(action: str, user: User, data: dict[str, Any], **other: object) -> None:
    """Within the transaction of the change."""
    about = f"organisation:{data['organisation']}"
    if action == "membership.requested":
        organisation = Organisation.objects.get(pk=data["organisation"])
        notify(
            "membership_requested",
            organisation=organisation,
            context={"applicant": str(user), "email": user.email, "enterprise": data["name"]},
            link=_address("portal:enterprise"),
            about=about,
        )
    elif action == "membership.approved":
        rights = "、".join(["查看", *(_RIGHTS[right] for right in data["rights"])])
        context = {"enterprise": data["name"], "rights": rights}
        notify("membership_approved", users=[user], context=context, link=_address("portal:home"), about=about)
    elif action == "membership.refused":
        context = {"enterprise": data["name"], "reason": data["reason"]}
        notify("membership_refused", users=[user], context=context, about=about)


@receiver(job_parked, dispatch_uid="inbox_job_parked")
def tell_about_parked_job(job: Job, message: str, **other: object) -> None:
    """The job is parked whether or not this succeeds."""
    notify(
        "job_parked",
        context={
            "job": label_of(job.kind),
            "attempts": max(job.attempts, 1),
            "failed_at": now(),
            "error": message[:300] or "没有说明",
        },
        link=_address("admin:workflow_job_change", job.pk),
        about=f"job:{job.pk}",
    )


def _address(name: str, *args: object) -> str:
    """The page to act on; none when that part of the site is not installed."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
