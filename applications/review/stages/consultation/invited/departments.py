"""The departments that may be asked, and who answers for which: members of the department who hold the role for it."""

from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from tianfu.accounts.models import MembershipStatus, Organisation, OrganisationKind, User
from tianfu.accounts.roles import Role

if TYPE_CHECKING:
    from applications.cases.models.application import Application

ANSWERS = Role.DEPARTMENT_OFFICER


def directory(application: "Application") -> "QuerySet[Organisation]":
    """Departments of the region the case's programme is run in, on whatever level, and those of no region, by name."""
    place = application.programme_version.programme.region_id
    there = Q(region=place) | Q(region__parent=place) | Q(region__parent__parent=place)
    return Organisation.objects.filter(Q(region=None) | there, kind=OrganisationKind.DEPARTMENT).order_by("name", "pk")


def people_of(department: Organisation) -> list[User]:
    """Who answers for it now; [] where nobody does: everybody's membership, role or account has ended."""
    member = User.objects.filter(
        is_active=True, memberships__organisation=department, memberships__status=MembershipStatus.ACTIVE
    )
    return list(member.filter(role_grants__role=ANSWERS, role_grants__ended_at=None).distinct().order_by("pk"))


def departments_of(user: Any) -> list[int]:
    """Keys of the departments for which this person answers."""
    if not user.has_role(ANSWERS):
        return []
    kind = OrganisationKind.DEPARTMENT
    return [row.organisation_id for row in user.active_memberships if row.organisation.kind == kind]
