"""What follows an event of an authorization or a quality certificate in words: a message at once, a letter by job.

Called in the event's own transaction, so that no sanction stands of which the holder was not told.
"""

from typing import Any

from applications.cases.recipients import about, console_path
from applications.cases.standing.remedies import remedy
from applications.models import CasePaper, Enterprise
from certification.authorizations.desk.recipients import about_mark, console_authorization_path, tell_holder_of
from certification.authorizations.models.authorization import Authorization, AuthorizationEndorsement
from certification.authorizations.notices import want_notice
from certification.authorizations.sanctions.letters import CURES, want_letter
from certification.authorizations.states import LIVE, Act, Cause
from certification.authorizations.suspensions.limits import last_day
from certification.certificates.messages import certificate_facts
from certification.certificates.models import QualityCertificate
from tianfu.accounts.roles import Role
from tianfu.inbox.audience import desk
from tianfu.inbox.dispatch import notify
from tianfu.workflow import clock

_KEYS = {
    Act.SUSPEND: "authorization_suspended",
    Act.REINSTATE: "authorization_reinstated",
    Act.WITHDRAW: "authorization_withdrawn",
    Act.CANCEL: "authorization_cancelled",
}


def announce_issue(authorization: Authorization) -> None:
    tell_holder_of(
        authorization,
        "authorization_issued",
        brand=authorization.programme.name,
        valid_from=authorization.starts_on,
        valid_until=authorization.ends_on,
    )


def announce_expiry(authorization: Authorization) -> None:
    """The last day is over, whenever that was written down."""
    tell_holder_of(authorization, "authorization_expired", valid_until=authorization.ends_on)


def announce_issue_failed(authorization: Authorization, problem: str) -> None:
    """To the operator and the administrators: the holder still reads 「正在制发」."""
    application = authorization.application
    notify(
        "issue_failed",
        context={
            "number": application.number,
            "product": authorization.product_name,
            "enterprise": authorization.holder_name,
            "problem": problem,
        },
        link=console_path(application),
        about=about(application),
    )


def announce_act(authorization: Authorization, act: str, *, cause: str, reason: str, occasion: str) -> None:
    """暂停, 恢复, 撤销 or 注销 took effect; `occasion` tells two acts of one kind apart."""
    want_letter(authorization, act, cause=cause, reason=reason, occasion=occasion)
    today, payload = clock.today(), authorization.application.programme_version.content
    if act == Act.SUSPEND:
        if cause == Cause.CERTIFICATE:
            return  # told by the certificate's own message, which names the authorization
        context: dict[str, Any] = {"cure": CURES[cause], "due": last_day(authorization, cause, today) or ""}
    elif act == Act.REINSTATE:
        context = {"valid_until": authorization.ends_on}
    elif act == Act.WITHDRAW:
        context = {"authority": payload["issuer"], "remedy": remedy(authorization.application, today).message}
    else:
        context = {}
    tell_holder_of(authorization, _KEYS[Act(act)], since=today, reason=reason, **context)


def announce_cause_lifted(authorization: Authorization, cause: str, reason: str) -> None:
    """One cause is gone while another keeps the mark down."""
    left = [row.get_cause_display() for row in authorization.suspensions.filter(lifted_at=None)]
    lifted, others = Cause(cause).label, "、".join(left)
    key = f"cause_lifted:{authorization.pk}:{authorization.revision}"
    want_notice(authorization, CasePaper.Kind.CAUSE_LIFTED, key, said=reason, cause=lifted, left=others)
    tell_holder_of(authorization, "suspension_cause_lifted", cause=lifted, reason=reason, left=others)


def announce_proposal(endorsement: AuthorizationEndorsement) -> None:
    """To the operator's people who may be the second one: something waits for them."""
    authorization = endorsement.subject
    people = [
        user
        for user in desk([Role.OPERATOR_OFFICER], programme=authorization.programme_slug)
        if user.pk != endorsement.first_by_id
    ]
    if not people:
        return
    notify(
        "sanction_proposed",
        users=people,
        context={
            "authorization": authorization.number or "尚未编号",
            "product": authorization.product_name,
            "holder": authorization.holder_name,
            "act": endorsement.get_act_display(),
            "first": str(endorsement.first_by),
            "reason": endorsement.first_note,
        },
        link=console_authorization_path(authorization),
        about=about_mark(authorization),
    )


def announce_certificate_suspended(certificate: QualityCertificate, reason: str) -> None:
    """To the holder of a quality certificate, whether or not a mark rests on it yet; never to a claimant nobody verified."""
    holder = Enterprise.objects.bearing(certificate.holder_uscc).exclude(verified_at=None).first()
    if holder is None:
        return
    numbers = [row.number for row in certificate.authorizations.filter(state__in=LIVE) if row.number]
    notify(
        "certificate_suspended_by_body",
        organisation=holder.organisation,
        context=certificate_facts(certificate)
        | {
            "body": str(certificate.body),
            "since": clock.today(),
            "reason": reason,
            "authorization": "、".join(numbers),
        },
        about=f"quality_certificate:{certificate.pk}",
    )
