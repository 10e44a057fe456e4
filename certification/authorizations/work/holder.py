"""What waits for the holder of a mark: causes of a suspension to cure, and new certificates to bring."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse

from applications.enterprises.todo import Todo, register
from applications.models import Enterprise
from certification.authorizations.models.authorization import Suspension
from certification.authorizations.states import AuthorizationState
from certification.authorizations.suspensions.causes import WORDS, mended_elsewhere
from certification.authorizations.suspensions.replacements.models import STANDING, Replacement
from certification.authorizations.suspensions.restorations.states import RestorationState
from tianfu.workflow import clock


def suspensions(enterprise: Enterprise) -> "QuerySet[Suspension]":
    """Standing causes that no answer of the holder waits for."""
    return (
        Suspension.objects.filter(
            authorization__enterprise=enterprise,
            authorization__state=AuthorizationState.SUSPENDED,
            authorization__ends_on__gte=clock.today(),
            lifted_at=None,
        )
        .exclude(restorations__state=RestorationState.WAITING)
        .select_related("authorization")
        .order_by("since", "pk")
    )


def to_cure(row: Suspension) -> Iterable[Todo]:
    what = WORDS[row.cause].public.rstrip("。")
    yield Todo(
        title=row.authorization.product_name,
        what=f"授权暂停中：{what}。请停止使用标识" + ("" if mended_elsewhere(row.cause) else "，改正后申请恢复"),
        url=reverse("portal:authorization", args=[row.authorization_id]),
        action="查看原因",
    )


def replacements(enterprise: Enterprise) -> "QuerySet[Replacement]":
    """New certificates that were not offered yet."""
    rows = Replacement.objects.filter(authorization__enterprise=enterprise, state__in=STANDING, offered=None)
    return rows.select_related("authorization")


def to_bring(row: Replacement) -> Iterable[Todo]:
    yield Todo(
        title=row.authorization.product_name,
        what=f"{row.get_cause_display()}，请更换质量认证证书",
        url=reverse("portal:replacement", args=[row.pk]),
        action="提交新证书",
        due=row.due_on,
    )


register("suspensions", suspensions, to_cure)
register("replacements", replacements, to_bring)
