"""Which certification body a person acts for: people may work for more than one."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from certification.bodies.models import CertificationBody

# The body chosen in this session.
CHOSEN = "certification_body"


def bodies_of(user: Any) -> QuerySet[CertificationBody]:
    """The bodies whose active member the person is, in the order of their names."""
    rows = CertificationBody.objects.filter(
        organisation__memberships__user=user, organisation__memberships__status="active"
    )
    return rows.select_related("organisation")


def body_context(request: HttpRequest) -> dict[str, Any]:
    """`body` (the chosen one, else the first), `bodies` for the switch, `organisation`; 404 when none is registered."""
    bodies = list(bodies_of(request.user))
    if not bodies:
        raise Http404("您所在的机构尚未登记为认证机构。")
    chosen = request.session.get(CHOSEN)
    body = next((row for row in bodies if row.pk == chosen), bodies[0])
    return {"body": body, "bodies": bodies, "organisation": body.organisation}
