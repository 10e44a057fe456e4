"""Stories of a mark and its certificate: what their acts tell."""

from datetime import timedelta

from django.test import override_settings

from certification.authorizations.sanctions.acts import confirm, propose
from certification.authorizations.states import Act, Cause
from certification.authorizations.suspensions.restorations.acts import file_restoration
from certification.authorizations.term.expiry import expire_ended
from certification.authorizations.term.papers_order import ISSUE_JOB
from certification.certificates.issued.ends import propose_end
from certification.changes.renewals.reminders import remind_of_expiry
from certification.models import Authorization
from tests import make
from tests.stories.drives import drives
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock as the_clock
from tianfu.workflow.jobs import run_due
from tianfu.workflow.models import Job
from tianfu.workflow.signatures.shown import NO_PAGE


def sanction(authorization, act, cause=Cause.MISUSE, reason="标识被改色使用", **inputs):
    pair = make.officer(Role.OPERATOR_OFFICER), make.officer(Role.OPERATOR_OFFICER)
    authorization = Authorization.objects.get(pk=authorization.pk)
    seen = authorization.revision
    proposal = propose(authorization, act, user=pair[0], seen=seen, reason=reason, cause=cause, **inputs)
    return confirm(proposal, user=pair[1], seen=seen, shown=NO_PAGE)


def issued(clock):
    clock.set("2026-03-02")
    authorization = make.authorization(clock_fixture=clock)
    run_due()
    return Authorization.objects.get(pk=authorization.pk)


@drives(
    "sanction_proposed", "authorization_suspended", "restoration_received", "restoration_to_decide",
    "restoration_refused", "suspension_cause_lifted", "authorization_reinstated",
)  # fmt: skip
def mark_is_suspended_and_restored(clock):
    authorization = issued(clock)
    sanction(authorization, Act.SUSPEND)

    def ask():
        suspension = authorization.suspensions.get(cause=Cause.MISUSE, lifted_at=None)
        owner = authorization.application.created_by
        return file_restoration(suspension, user=owner, kind="request", text="已更换。", uploads=[make.pdf("照片.pdf")])

    sanction(authorization, Act.REFUSE, reason="仍是旧包装", restoration=ask())
    sanction(authorization, Act.SUSPEND, cause=Cause.QUALITY, reason="抽查不合格")
    sanction(authorization, Act.REINSTATE, reason="照片属实", restoration=ask())
    sanction(authorization, Act.REINSTATE, cause=Cause.QUALITY, reason="复检合格")


@drives("authorization_withdrawn")
def mark_is_withdrawn(clock):
    sanction(issued(clock), Act.WITHDRAW, reason="检测报告系伪造")


@drives("authorization_cancelled")
def mark_is_cancelled(clock):
    sanction(issued(clock), Act.CANCEL, reason="已停产")


@drives("authorization_expiring", "authorization_expired")
def mark_comes_to_its_end(clock):
    authorization = issued(clock)
    clock.set(authorization.ends_on)
    remind_of_expiry(the_clock.today())
    clock.set(authorization.ends_on + timedelta(days=1))
    assert expire_ended(the_clock.today()) == 1
    assert expire_ended(the_clock.today()) == 0
    assert InboxMessage.objects.filter(key="authorization_expired").count() == 1


@drives("certificate_end_proposed")
def body_proposes_to_withdraw_a_certificate(clock):
    certificate = make.certificate(make.body())
    first, _ = (
        make.member(certificate.body.organisation, sign=True),
        make.member(certificate.body.organisation, sign=True),
    )
    propose_end(certificate, "withdraw", user=first, seen=certificate.revision, reason="弄虚作假", shown=NO_PAGE)


@drives("job_parked", "issue_failed")
def certificate_cannot_be_made(clock):
    make.officer(Role.SYSTEM_ADMIN)
    make.authorization(clock_fixture=clock)
    # The store is gone: the last attempt fails like the ones before it.
    Job.objects.filter(kind=ISSUE_JOB).update(attempts=7)
    with override_settings(MEDIA_ROOT="/proc/nowhere"):
        run_due()
