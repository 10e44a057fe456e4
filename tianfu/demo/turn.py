"""Whose turn it is: the demo account that acts next on a case, and the page on which it acts."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from applications.cases.filings.signatures import standing_signature
from applications.cases.stages.stage import Stage, registered
from applications.cases.states import ApplicationState as S
from applications.models import Application
from certification.models import CertificateClaim
from tianfu.demo.accounts import BODIES, CHENGDU, NEWCOMER, STAFF, Account, accounts
from tianfu.demo.firms import firms


@dataclass(frozen=True)
class Turn:
    """The account, what it is to do, and the address where it does so. Without account: only time helps."""

    words: str
    account: Account | None = None
    url: str = ""


def turn_of(application: Any) -> Turn | None:
    """None outside the demo, for a finished case, and for one that nobody of the demo can move."""
    if not settings.DEMO or not isinstance(application, Application) or application.finished:
        return None
    case = reverse("portal:application", args=[application.pk])
    if application.state == S.DRAFT:
        return _named("填写并提交申报", _enterprise(application), case)
    if application.state == S.CORRECTION_REQUIRED:
        return _named("补正并重新提交", _enterprise(application), case)
    room = registered().get(application.state)
    if room is None:
        return None
    if room.key == S.CERTIFICATE_CHECK and not _confirmed(application):
        return _named("确认认证证书", _body(application), reverse("portal:confirmations"))
    if room.key == S.AGREEMENT and standing_signature(application, "agreement") is None:
        return _named("签署授权协议", _enterprise(application), case)
    if room.by_system:
        return Turn(f"“{room.label}”到期自动进入下一环节：请用上面的按钮把演示时间往后拨")
    return _named(room.label, _officer(application, room), reverse("console:review", args=[application.pk]))


def _named(words: str, account: Account | None, url: str) -> Turn | None:
    return Turn(words, account, url) if account is not None else None


def _enterprise(application: Application) -> Account | None:
    """The member of the sample enterprise; of an enterprise that the visitor made, the newcomer."""
    name = application.enterprise.organisation.name
    key = next((key for key, firm in firms().items() if firm.name == name), NEWCOMER.key)
    return next((account for account in accounts() if account.key == key), None)


def _confirmed(application: Application) -> bool:
    return CertificateClaim.objects.filter(application=application, confirmed_at__isnull=False).exists()


def _body(application: Application) -> Account | None:
    claims = CertificateClaim.objects.filter(application=application)
    name = claims.values_list("certificate__body__organisation__name", flat=True).first()
    return next((account for body, account in BODIES.values() if body == name), None)


def _officer(application: Application, room: Stage) -> Account | None:
    """Who acts now; where a first person has acted, somebody else who may act second."""
    proposals = [application.open_endorsement(act) for act in ("pass_stage", "reject")]
    first = next((row for row in proposals if row is not None), None)
    roles = set(room.second_roles or room.roles) if first else set(room.roles)
    return next(
        (
            account
            for account in STAFF
            if roles & set(account.grants)
            and _covers(account, room, application)
            and (first is None or account.email != first.first_by.email)
        ),
        None,
    )


def _covers(account: Account, room: Stage, application: Application) -> bool:
    own = application.region_id == CHENGDU
    return not room.regional or not account.regional or (account.regional == "own") == own
