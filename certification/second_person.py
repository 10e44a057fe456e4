"""待我复核 on this floor: acts on authorizations for another operator, ends of certificates for another signer of the body."""

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse

from certification.authorizations.models.authorization import AuthorizationEndorsement
from certification.certificates.ends import end_path
from certification.certificates.models import CertificateEndorsement
from certification.states import Act
from tianfu.accounts.models import OrganisationKind
from tianfu.accounts.roles import Role
from tianfu.workflow import work_items
from tianfu.workflow.work_items import Kind, Source, WorkItem


def for_second(user: Any) -> "QuerySet[AuthorizationEndorsement]":
    """Proposals on authorizations as they stand now, where this operator proposed nothing (`sanctioning.confirm`)."""
    return _open_to(user, AuthorizationEndorsement)


def _open_to(user: Any, model: Any) -> Any:
    """Standing proposals of rows on which the person proposed nothing since they last changed."""
    proposed = model.objects.filter(subject=OuterRef("subject"), round=OuterRef("round"), first_by=user)
    rows = model.objects.standing().filter(round=F("subject__revision"))
    return rows.exclude(Exists(proposed)).exclude(first_by__in=user.came_from).order_by("first_at", "pk")


_WHAT: dict[str, str] = {Act.REFUSE: "拟不同意持有人的恢复申请或陈述", Act.REPLACE: "拟将新证书作为授权的依据"}


def _page(row: AuthorizationEndorsement) -> str:
    """Where it is confirmed: beside what the holder asked for, if he asked."""
    if row.restoration_id:
        return reverse("console:restoration", args=[row.restoration_id])
    if row.replacement_id:
        return reverse("console:replacement", args=[row.replacement_id])
    return reverse("console:authorization", args=[row.subject_id])


def _rows(user: Any, limit: int) -> list[WorkItem]:
    return [
        WorkItem(
            title=f"{row.subject.product_name} · {row.subject}",
            url=_page(row),
            what=f"{_WHAT.get(Act(row.act), f'拟{row.get_act_display()}授权')}，请复核。",
            since=row.first_at,
            first=str(row.first_by),
            first_note=row.first_note,
            about=f"authorization:{row.subject_id}",
        )
        for row in for_second(user).select_related("first_by", "subject")[:limit]
    ]


def ends_for_second(user: Any) -> "QuerySet[CertificateEndorsement]":
    """Proposed ends of certificates of the bodies for which this person signs, and did not propose."""
    bodies = [membership.organisation_id for membership in user.active_memberships if membership.can_sign]
    return _open_to(user, CertificateEndorsement).filter(subject__body__organisation__in=bodies)


def _end_rows(user: Any, limit: int) -> list[WorkItem]:
    return [
        WorkItem(
            title=f"{row.subject.product_name} · {row.subject.number}",
            url=end_path(row),
            what=f"拟{row.get_act_display()}质量认证证书，请复核。",
            since=row.first_at,
            first=str(row.first_by),
            first_note=row.first_note,
            about=f"certificate:{row.subject_id}",
        )
        for row in ends_for_second(user).select_related("first_by", "subject")[:limit]
    ]


def _signs_for_a_body(user: Any) -> bool:
    kind = OrganisationKind.CERTIFICATION_BODY
    return any(membership.can_sign and membership.organisation.kind == kind for membership in user.active_memberships)


def register_sources() -> None:
    """Called once, from `ready()`."""
    work_items.register(
        Source(
            "certification.second",
            "授权的暂停、恢复、撤销、注销",
            Kind.SECOND,
            _rows,
            lambda user: for_second(user).count(),
            lambda user: reverse("console:second"),
            lambda user: Role.OPERATOR_OFFICER in user.roles,
            AuthorizationEndorsement,
            "同事提出的暂停、恢复、撤销、注销会列在这里。",
        )
    )
    work_items.register(
        Source(
            "certification.ends",
            "质量认证证书的撤销、注销",
            Kind.SECOND,
            _end_rows,
            lambda user: ends_for_second(user).count(),
            concerns=_signs_for_a_body,
            endorsement=CertificateEndorsement,
        )
    )
