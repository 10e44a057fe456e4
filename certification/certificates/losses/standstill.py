"""A case at the decision or the agreement whose certificate is suspended stands still; one whose certificate is lost goes
back to 证书核验, where the enterprise is asked for another. Neither waits for ever, neither loses its days."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from applications.cases.recipients import tell_desk, tell_enterprise
from applications.cases.standing.desks import desk_of, stage_label
from applications.cases.states import STANDSTILL, PauseCause
from applications.cases.states import ApplicationState as S
from applications.models import Application
from applications.review.deadlines.standstill import resume, stop
from certification.certificates.models import QualityCertificate
from certification.certificates.states import CertificateState
from tianfu.workflow.door import SYSTEM, advance
from tianfu.workflow.rounds import each

_ENDED = {CertificateState.WITHDRAWN: "撤销", CertificateState.CANCELLED: "注销"}


def follow_cases(certificate: QualityCertificate, transition: str, reason: str) -> None:
    """In the certificate's own transaction, with its row locked."""
    cases = Application.objects.filter(certificate_claim__certificate=certificate, state__in=STANDSTILL)
    for application in cases.order_by("pk"):
        if transition == "suspend":
            _stand_still(application, certificate, reason)
        elif transition == "reinstate":
            _run_on(application, certificate)
        else:
            _send_back(application, certificate, reason)


def look_after(today: date) -> int:
    """What no event of a certificate tells: its end date, and what was so before this rule. Returns how many cases went
    back. May run twice."""
    suspended = Application.objects.filter(
        certificate_claim__certificate__state=CertificateState.SUSPENDED, state__in=STANDSTILL
    )
    body = "certificate_claim__certificate__body__organisation"
    each("stand still", suspended.select_related(body).order_by("pk"), _stand_still_again)
    return each("send back", _lost(today).select_related(body).order_by("pk"), _send_back_again)


def _stand_still_again(application: Application) -> None:
    _stand_still(application, application.certificate_claim.certificate, "证书处于暂停状态")


def _send_back_again(application: Application) -> bool:
    _send_back(application, application.certificate_claim.certificate, "")
    return True


def _lost(today: date) -> QuerySet[Application]:
    path = "certificate_claim__certificate"
    over = Q(**{f"{path}__state__in": list(_ENDED)}) | Q(**{f"{path}__valid_until__lt": today})
    return Application.objects.filter(over, state__in=STANDSTILL)


def _stand_still(application: Application, certificate: QualityCertificate, reason: str) -> None:
    if stop(application, PauseCause.CERTIFICATE, reason):
        facts = {
            "certificate": certificate.number,
            "stage": stage_label(application, application.state),
            "reason": reason,
        }
        tell_enterprise(application, "case_stands_still", body=str(certificate.body), **facts)
        what, then = "证书暂停，中止计时", "证书恢复前不能准予授权，期限中止计算。"
        tell_desk(application, application.state, "case_hindered", what=what, then=then, **facts)


def _run_on(application: Application, certificate: QualityCertificate) -> None:
    if resume(application, PauseCause.CERTIFICATE):
        facts: dict[str, Any] = {
            "certificate": certificate.number,
            "stage": stage_label(application, application.state),
            "due": application.due_on or "",
        }
        tell_enterprise(application, "case_runs_on", **facts)
        what, then = "证书恢复，恢复计时", "请继续办理。"
        tell_desk(application, application.state, "case_hindered", what=what, then=then, **facts)


def _send_back(application: Application, certificate: QualityCertificate, reason: str) -> None:
    if S.CERTIFICATE_CHECK not in application.stage_order:
        return
    left, ended = application.state, _ENDED.get(CertificateState(certificate.state), "到期")
    resume(application, PauseCause.CERTIFICATE)
    note = f"质量认证证书 {certificate.number} 已{ended}，申报回到证书核验。" + reason
    target = S.CERTIFICATE_CHECK.value
    moved = advance(application, "send_back", actor=SYSTEM, seen=application.revision, note=note, target=target)
    facts = {
        "certificate": certificate.number,
        "stage": stage_label(application, left),
        "reason": reason or f"证书已{ended}。",
    }
    desk = desk_of(moved, S.DOCUMENT_REVIEW)
    tell_enterprise(moved, "certificate_lost", ended=ended, desk=desk, **facts)
    what, then = f"证书{ended}，回到证书核验", "请要求企业补正，更换有效的证书，或按规定不予授权。"
    tell_desk(moved, S.CERTIFICATE_CHECK, "case_hindered", what=what, then=then, **facts)
