"""What the floors below cannot say themselves: somebody wants to join, was let in or refused; an account was made for
somebody; a job was parked."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.urls import reverse

from tianfu.accounts.models import Membership, Organisation, User
from tianfu.accounts.signals import access_changed, invited
from tianfu.inbox.dispatch import notify
from tianfu.inbox.mail.outbox import MAIL_JOB
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
            link=reverse("portal:enterprise"),
            about=about,
        )
    elif action == "membership.approved":
        rights = "、".join(["查看", *(_RIGHTS[right] for right in data["rights"])])
        context = {"enterprise": data["name"], "rights": rights}
        notify("membership_approved", users=[user], context=context, link=reverse("portal:home"), about=about)
    elif action == "membership.refused":
        context = {"enterprise": data["name"], "reason": data["reason"]}
        notify("membership_refused", users=[user], context=context, about=about)


@receiver(invited, dispatch_uid="inbox_invited")
def tell_about_account(user: User, actor: User | None, path: str, valid_until: datetime, **other: object) -> None:
    """Within the transaction that made the account: the mail carries the link itself, the inbox keeps none."""
    grants = list(user.role_grants.filter(ended_at=None).select_related("region"))
    roles = [grant.get_role_display() for grant in grants]
    roles += [f"{row.organisation}的管理员" for row in user.memberships.filter(can_manage=True)]
    notify(
        "staff_invited",
        users=[user],
        context={
            "inviter": str(actor) if actor is not None else "系统管理员",
            "roles": "、".join(dict.fromkeys(roles)) or "待授予",
            "region": "、".join(dict.fromkeys(grant.region.name for grant in grants if grant.region)),
            "valid_until": valid_until,
        },
        link=path,
        about=f"user:{user.pk}",
    )


@receiver(job_parked, dispatch_uid="inbox_job_parked")
def tell_about_parked_job(job: Job, message: str, **other: object) -> None:
    """The job is parked whether or not this succeeds. Of a mail nobody is told by mail: it would be parked in its turn.
    The administrator's home and the page of jobs show it."""
    if job.kind == MAIL_JOB:
        return
    notify(
        "job_parked",
        context={
            "job": label_of(job.kind),
            "attempts": max(job.attempts, 1),
            "failed_at": now(),
            "error": message[:300] or "没有说明",
        },
        link=reverse("admin:workflow_job_change", args=[job.pk]),
        about=f"job:{job.pk}",
    )
