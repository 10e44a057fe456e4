"""A body's people never stand on the side of an enterprise that it certifies: by organisation and by person."""

from typing import Any

from django.db.models import Exists, Q

from certification.certificates.models import CertificateClaim, CertificateEndorsement, QualityCertificate
from tianfu.accounts.access.both_sides import BothSides
from tianfu.accounts.access.separation import register_sides
from tianfu.accounts.models import Membership, Organisation, OrganisationKind, User


@register_sides
def sides_of_certification(user: User, organisation: Organisation) -> list[str]:
    """What lies between `organisation` and the other organisations of this person, or what he did for a body."""
    if organisation.kind == OrganisationKind.CERTIFICATION_BODY:
        return _against_body(user, organisation)
    # Whose code went to another claimant bears it no more, and no certificate of that code is theirs.
    bears = organisation.uscc and organisation.superseded_at is None
    return _against_enterprise(user, organisation) if bears else []


def _against_body(user: User, body: Organisation) -> list[str]:
    codes = QualityCertificate.objects.filter(body__organisation=body).values("holder_uscc")
    own = _others(user, OrganisationKind.ENTERPRISE).filter(
        organisation__uscc__in=codes, organisation__superseded_at=None
    )
    return [
        f"您是“{row.organisation}”的成员，“{body}”为该企业认证，同一人不能在两边任职；请先退出一方。" for row in own
    ]


def _against_enterprise(user: User, enterprise: Organisation) -> list[str]:
    certificates = QualityCertificate.objects.filter(holder_uscc=enterprise.uscc)
    bodies = certificates.values("body__organisation")
    own = _others(user, OrganisationKind.CERTIFICATION_BODY).filter(organisation__in=bodies)
    problems = [
        f"您是“{row.organisation}”的成员，该机构为“{enterprise}”认证，同一人不能在两边任职；请先退出一方。"
        for row in own
    ]
    if not problems and _acted(user, certificates, enterprise):
        problems.append(f"您为“{enterprise}”的证书办理过录入、确认或终止，不能再代表该企业。")
    return problems


def _others(user: User, kind: str) -> Any:
    return user.memberships.live().filter(organisation__kind=kind).select_related("organisation").order_by("pk")


def _acted(user: User, certificates: Any, enterprise: Organisation) -> bool:
    ends = CertificateEndorsement.objects.filter(Q(first_by=user) | Q(second_by=user), subject__in=certificates)
    confirmed = CertificateClaim.objects.filter(confirmed_by=user, application__enterprise__organisation=enterprise)
    entered = certificates.filter(entered_by=user)
    # One question: every act of a member asks it.
    return User.objects.filter(Exists(entered) | Exists(confirmed) | Exists(ends), pk=user.pk).exists()


def shared_people_problems(body: Organisation, holder_uscc: str) -> list[str]:
    """Against certifying at all: somebody is, at this moment, on both sides."""
    inside = Membership.objects.live().filter(organisation=body).values("user")
    holders = Organisation.objects.bearing(holder_uscc)
    both = Membership.objects.live().filter(user__in=inside, organisation__in=holders).select_related("user")
    names = "、".join(str(row.user) for row in both.order_by("pk"))
    sentence = f"本机构成员{names}同时是该企业的成员，须先退出一方，才能办理。"
    return [BothSides(sentence, both[0].user_id)] if names else []
