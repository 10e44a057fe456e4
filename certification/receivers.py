"""What follows on this floor when a case, a certificate or an authorization has passed the door, in the same transaction."""

from typing import Any

from django.dispatch import receiver

from applications.cases.states import ApplicationState
from applications.enterprises.changes.effects import enterprise_changed
from applications.models import Application
from certification.authorizations.lookup.names import refresh_names
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.sanctions.bases import register_basis, settled
from certification.authorizations.sanctions.messages import (
    announce_act,
    announce_cause_lifted,
    announce_certificate_suspended,
    announce_expiry,
    announce_issue,
    announce_issue_failed,
)
from certification.authorizations.signals import cause_added, cause_lifted, granted, waiting
from certification.authorizations.states import ENDED, LIVE, Act, Cause
from certification.authorizations.suspensions.cascade import follow_certificate
from certification.authorizations.suspensions.replacements.acts import close_ended, follow_body, follow_end
from certification.authorizations.suspensions.restorations.acts import close_moot
from certification.authorizations.term.continuity import continuation
from certification.authorizations.term.grant import create_authorization
from certification.authorizations.term.papers_order import ISSUE_JOB
from certification.bodies.models import CertificationBody
from certification.bodies.terms import terms_changed
from certification.certificates.claims.acts import forget_confirmation
from certification.certificates.losses.grounds import tell_cases, tell_of_lost
from certification.certificates.losses.standstill import follow_cases
from certification.certificates.messages import ask_body
from certification.certificates.models import CertificateClaim, QualityCertificate
from certification.certificates.rules import ENDS
from certification.changes.cancellations.acts import KIND, carried_out, read_basis
from certification.changes.cancellations.acts import close_ended as close_cancellations
from certification.changes.renewals.beginnings import carry_causes
from certification.changes.renewals.messages import announce_renewal, tell_of_renewed
from certification.changes.requests.acts import close_ended as close_changes
from certification.changes.successions.acts import close_ended as close_successions
from certification.duties.reports.continuity import hand_on_reports
from certification.duties.usages.acts import close_usages
from certification.duties.usages.continuity import carry_usages
from certification.issuing.downloads import record_download
from certification.issuing.reissue import REISSUE_JOB, REPLACING, want_reissue
from certification.issuing.steps import resume_after, want_papers
from certification.register.proofs.log import log_passage
from tianfu.files.models import StoredFile
from tianfu.files.readers import file_downloaded
from tianfu.workflow import clock
from tianfu.workflow.door import state_changed
from tianfu.workflow.jobs import job_parked
from tianfu.workflow.models import Job


@receiver(state_changed, sender=Application, dispatch_uid="certification.authorize")
def authorize(sender: type[Application], obj: Application, change: Any, **kwargs: Any) -> None:
    """The decision creates the authorization together with its issue job; arriving at 证书核验 asks the body."""
    if change.transition == "authorize":
        create_authorization(obj)
    elif obj.state == ApplicationState.CERTIFICATE_CHECK:
        forget_confirmation(obj)
        ask_body(obj)
    elif change.transition == "discard":
        CertificateClaim.objects.filter(application=obj).delete()


@receiver(state_changed, sender=QualityCertificate, dispatch_uid="certification.cascade")
def cascade(sender: type[QualityCertificate], obj: QualityCertificate, change: Any, **kwargs: Any) -> None:
    follow_certificate(obj, change.transition, change.note)
    if change.transition in ENDS:
        follow_end(obj)
    if change.transition != "reinstate":
        tell_cases(obj, clock.today(), f"{obj.pk}:{obj.revision}")
    follow_cases(obj, change.transition, change.note)
    if change.transition == "suspend":
        announce_certificate_suspended(obj, change.note)
    elif change.transition == "reinstate":
        resume_after(obj)


@receiver(terms_changed, sender=CertificationBody, dispatch_uid="certification.body")
def body_changed(body: CertificationBody, **kwargs: Any) -> None:
    """A body that leaves the alliance or loses a scope: marks and cases on its certificates follow at once."""
    follow_body(body, clock.today())
    tell_of_lost(clock.today())


@receiver(state_changed, sender=Authorization, dispatch_uid="certification.announce")
def announce(sender: type[Authorization], obj: Authorization, change: Any, inputs: Any, **kwargs: Any) -> None:
    log_passage(obj, change)
    close_moot(obj)
    if obj.state in ENDED:
        close_ended(obj)
        close_usages(obj)
        close_changes(obj)
        close_successions(obj)
        close_cancellations(obj)
    if change.transition in REPLACING:
        want_reissue(obj)
    elif change.transition == "activate":
        announce_issue(obj)
        hand_on_reports(obj)
        carry_causes(obj)
        carry_usages(obj)
    elif change.transition == "expire":
        following = continuation(obj)
        if following is not None and following.state in LIVE:
            tell_of_renewed(obj, following)
        else:
            announce_expiry(obj)
    elif change.transition in Act.values:
        newest = obj.suspensions.last()
        cause = newest.cause if newest is not None else Cause.OTHER
        announce_act(obj, change.transition, cause=cause, reason=change.note, occasion=str(change.revision))


register_basis(KIND, read_basis)


@receiver(settled, dispatch_uid="certification.cancellation_settled")
def cancellation_settled(endorsement: Any, **kwargs: Any) -> None:
    """注销 upon the holder's wish was confirmed."""
    carried_out(endorsement)


@receiver(granted, dispatch_uid="certification.granted")
def order_papers(authorization: Authorization, **kwargs: Any) -> None:
    want_papers(authorization)


@receiver(waiting, dispatch_uid="certification.renewed")
def renewed(authorization: Authorization, **kwargs: Any) -> None:
    announce_renewal(authorization)


@receiver(cause_added, dispatch_uid="certification.cause_added")
def announce_cause(authorization: Authorization, cause: str, reason: str, **kwargs: Any) -> None:
    """A further cause: told as the first one is."""
    announce_act(authorization, Act.SUSPEND, cause=cause, reason=reason, occasion=str(authorization.revision))


@receiver(cause_lifted, dispatch_uid="certification.cause_lifted")
def announce_lifted(authorization: Authorization, cause: str, reason: str, **kwargs: Any) -> None:
    close_moot(authorization)
    announce_cause_lifted(authorization, cause, reason)


@receiver(job_parked, dispatch_uid="certification.issue_failed")
def issue_failed(job: Job, message: str, **kwargs: Any) -> None:
    if job.kind in (ISSUE_JOB, REISSUE_JOB):
        announce_issue_failed(Authorization.objects.get(pk=job.payload["authorization"]), message)


@receiver(file_downloaded, dispatch_uid="certification.download")
def downloaded(file: StoredFile, user: Any, inline: bool, **kwargs: Any) -> None:
    """Certificates and marks: who, what, when. Looking at one inside a page is no download."""
    if not inline:
        record_download(file, user)


@receiver(enterprise_changed, dispatch_uid="certification.enterprise_changed")
def follow_enterprise(change: Any, **kwargs: Any) -> None:
    """The register finds its authorizations by the new name and by the old."""
    refresh_names(change.enterprise)
