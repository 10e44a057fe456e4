"""待我复核: ends of quality certificates for another signer of the body."""

from typing import Any

from django.db.models import QuerySet

from certification.certificates.issued.ends import end_path
from certification.certificates.models import CertificateEndorsement
from tianfu.accounts.models import OrganisationKind
from tianfu.workflow.work_items import Kind, WorkItem, rows_source, second_item


def ends_for_second(user: Any) -> "QuerySet[CertificateEndorsement]":
    """Proposed ends of certificates of the bodies for which this person signs, and did not propose."""
    bodies = [membership.organisation_id for membership in user.active_memberships if membership.can_sign]
    found: QuerySet[CertificateEndorsement] = CertificateEndorsement.objects.open_to(user)
    return found.filter(subject__body__organisation__in=bodies).select_related("first_by", "subject")


def _item(row: CertificateEndorsement) -> WorkItem:
    return second_item(
        row,
        title=f"{row.subject.product_name} · {row.subject.number}",
        url=end_path(row),
        what=f"拟{row.get_act_display()}质量认证证书，请复核。",
        about=f"certificate:{row.subject_id}",
    )


def _signs_for_a_body(user: Any) -> bool:
    if user.granted_roles:  # staff belong to no body
        return False
    kind = OrganisationKind.CERTIFICATION_BODY
    return any(membership.can_sign and membership.organisation.kind == kind for membership in user.active_memberships)


ENDS = rows_source(
    "certification.ends",
    "质量认证证书的撤销、注销",
    Kind.SECOND,
    ends_for_second,
    _item,
    concerns=_signs_for_a_body,
    endorsement=CertificateEndorsement,
)
