"""Which enterprise a person of several acts for in this session."""

from django.http import HttpRequest

from applications.enterprises.models import Enterprise
from tianfu.accounts.models import Membership, MembershipStatus

CHOSEN = "enterprise"


def enterprises_of(request: HttpRequest) -> list[Enterprise]:
    return list(Enterprise.objects.visible_to(request.user).select_related("organisation", "registered_region"))


def current_enterprise(request: HttpRequest) -> Enterprise | None:
    """The enterprise this session acts for: the chosen one, else the first; None = none bound yet."""
    return chosen_of(request, enterprises_of(request))


def chosen_of(request: HttpRequest, found: list[Enterprise]) -> Enterprise | None:
    """The same among all that this person may act for, where a page needs those too."""
    chosen = request.session.get(CHOSEN)
    return next((row for row in found if row.pk == chosen), found[0] if found else None)


def pending_memberships(request: HttpRequest) -> list[Membership]:
    person = request.user.pk
    return list(Membership.objects.filter(user=person, status=MembershipStatus.PENDING).select_related("organisation"))
