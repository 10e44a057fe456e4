"""What desks should know of authorizations: an end that is near, a standard that was replaced, a body that may not certify."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.urls import reverse

from applications.programmes.models.reference import Standard
from certification.authorizations.desk.access import reads
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.states import AuthorizationState
from certification.bodies.models import BodyTerm
from tianfu.text.moments import full_day
from tianfu.workflow import clock
from tianfu.workflow.policies.values import policy
from tianfu.workflow.work_items import Kind, Source, WorkItem, register, register_alert

PAGE = "console:authorizations"
S = AuthorizationState


def live(user: Any) -> "QuerySet[Authorization]":
    """Valid or suspended today, in the person's regions."""
    rows = Authorization.objects.on_console_for(user).filter(state__in=[S.ACTIVE, S.SUSPENDED])
    return rows.filter(ends_on__gte=clock.today())


def ending(user: Any) -> "QuerySet[Authorization]":
    """Those whose last day is near (`alert.authorization_days`)."""
    today = clock.today()
    until = today + timedelta(days=int(policy("alert.authorization_days", on=today)))
    # One that is renewed already ends without anybody's doing.
    renewed = Authorization.objects.filter(previous=OuterRef("pk"), state=S.PENDING)
    return live(user).filter(~Exists(renewed), ends_on__lte=until).order_by("ends_on", "pk")


def without_body(user: Any) -> "QuerySet[Authorization]":
    """Those on the certificate of a body that is today no member of the alliance, or lacks the sector."""
    today = clock.today()
    held = BodyTerm.objects.filter(body=OuterRef("certificate__body"), starts_on__lte=today)
    held = held.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    member = Exists(held.filter(kind=BodyTerm.Kind.MEMBERSHIP))
    scope = Exists(held.filter(kind=BodyTerm.Kind.SCOPE, sector=OuterRef("certificate__sector")))
    rows = live(user).filter(certificate__isnull=False).filter(~(member & scope))
    return rows.select_related("certificate__body__organisation").order_by("ends_on", "pk")


def replaced_standards() -> "QuerySet[Standard]":
    """Those with a number and a successor."""
    rows = Standard.objects.filter(replaced_by__isnull=False).exclude(number="")
    return rows.select_related("replaced_by").order_by("number", "pk")


def _cites(number: str) -> Q:
    own = Q(standard=number) | Q(standard__startswith=f"{number} ")
    return own | Q(cited__contains=f"{number} ") | Q(cited__contains=f'{number}"')


def on_replaced(user: Any, standards: Sequence[Standard]) -> "QuerySet[Authorization]":
    """Those that are made to, or were compared with, one of these."""
    rows = live(user).alias(cited=Cast(KeyTextTransform("comparison", "facts"), TextField()))
    wanted = Q(pk__in=[])
    for standard in standards:
        wanted |= _cites(standard.number)
    return rows.filter(wanted).order_by("ends_on", "pk")


def _address(row: Authorization) -> str:
    return reverse("console:authorization", args=[row.pk])


def _ending(row: Authorization) -> WorkItem:
    return WorkItem(
        title=f"{row.product_name} · {row.number}",
        url=_address(row),
        what=f"授权有效期至{full_day(row.ends_on)}，请提醒持有人；到期后标识自动停用。",
        due=row.ends_on,
        holder="",
        about=f"authorization:{row.pk}",
        tone="soon",
    )


def _without_body(row: Authorization) -> WorkItem:
    body = row.certificate.body if row.certificate is not None else ""
    return WorkItem(
        title=f"{row.product_name} · {row.number}",
        url=_address(row),
        what=f"“{body}”现不是联盟成员或不具备该领域，请核对标识是否已暂停，并请持有人更换证书。",
        about=f"authorization:{row.pk}",
        tone="over",
    )


def _replaced(user: Any, limit: int) -> list[WorkItem]:
    standards = list(replaced_standards())
    if not standards:
        return []
    rows = on_replaced(user, standards).annotate(cited_text=Cast(KeyTextTransform("comparison", "facts"), TextField()))[
        :limit
    ]
    return [_replaced_item(row, standards) for row in rows]


def _replaced_item(row: Any, standards: Sequence[Standard]) -> WorkItem:
    text = f"{row.standard} {row.cited_text or ''}"
    old = next(one for one in standards if one.number in text)
    return WorkItem(
        title=f"{row.product_name} · {row.number}",
        url=_address(row),
        what=f"引用的标准 {old.number} 已被 {old.replaced_by} 代替，请通知持有人核对对比表，按新标准重新评价。",
        about=f"authorization:{row.pk}",
        tone="soon",
    )


def _replaced_count(user: Any) -> int:
    standards = list(replaced_standards())
    return on_replaced(user, standards).count() if standards else 0


def register_alerts() -> None:
    """Called once, from `ready()`."""
    register_alert("certification.ending", "即将到期的授权", ending, _ending, reads, PAGE)
    register_alert("certification.without_body", "认证机构失去资格的授权", without_body, _without_body, reads, PAGE)
    register(
        Source(
            "certification.replaced",
            "引用已被代替标准的授权",
            Kind.ALERT,
            _replaced,
            _replaced_count,
            lambda user: reverse(PAGE),
            reads,
        )
    )
