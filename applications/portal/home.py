"""Portal home: what waits for you, your applications, your inbox."""

from typing import Any

from django.db.models import Case, Q, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from applications.cases.models.application import Application
from applications.cases.portal.pages import finished_drafts
from applications.cases.stages.stage import registered
from applications.cases.standing.position import due_in_words, rail
from applications.cases.standing.progress import FINISHED, correction_words, fetch_ahead
from applications.cases.states import LIVE, ApplicationState
from applications.enterprises.chosen import CHOSEN, chosen_of, enterprises_of, pending_memberships
from applications.enterprises.models import Enterprise
from applications.enterprises.todo import todos
from tianfu.accounts.access.rules import SIGNED_IN, requires
from tianfu.accounts.models import OrganisationKind
from tianfu.inbox.models import InboxMessage
from tianfu.text import parameters
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import calendar

S = ApplicationState
# Cases on the home; whoever has more goes on in their list.
SHOWN = 20
# What waits for the enterprise itself, and what to do there; a stage says its own (`Stage.enterprise_act`).
WAITING = {
    S.DRAFT: "继续填写",
    S.CORRECTION_REQUIRED: "查看补正意见",
}


@requires(SIGNED_IN)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    kinds = {row.organisation.kind for row in request.user.active_memberships}
    if kinds == {OrganisationKind.CERTIFICATION_BODY}:
        return redirect("portal:body_home")
    enterprises = enterprises_of(request)
    enterprise = chosen_of(request, enterprises)
    if enterprise is None:
        return render(request, "applications/portal/welcome.html", {"pending": pending_memberships(request)})
    context = {
        "organisation": enterprise.organisation,
        "enterprise": enterprise,
        "enterprises": enterprises,
        "claim": enterprise.claims.last(),
        "todos": todos(enterprise),
        "cases": (cases := _cases(enterprise)),
        "more": len(cases) == SHOWN,
        "authorizations": _authorizations(enterprise),
        "requests": _join_requests(request, enterprise),
        "messages_new": _messages(request, enterprise),
    }
    return render(request, "applications/portal/home.html", context)


def _cases(enterprise: Enterprise) -> list[dict[str, Any]]:
    """Live cases, the first `SHOWN` of them: those that wait for the enterprise first. All are in their own list."""
    acting = [S.CORRECTION_REQUIRED, *(key for key, room in registered().items() if room.enterprise_act), S.DRAFT]
    order = Case(*[When(state=key, then=place) for place, key in enumerate(acting)], default=len(acting))
    found = (
        Application.objects.filter(enterprise=enterprise, state__in=LIVE)
        .select_related("product_version", "programme_version__programme", "batch", "enterprise__organisation")
        .prefetch_related("changes")
    )
    rows = fetch_ahead(found.order_by(order, "-pk")[:SHOWN])
    drafts = finished_drafts(rows)
    today, days = clock.today(), calendar()
    cases = [
        {
            "application": row,
            "url": reverse("portal:application", args=[row.pk]),
            "waiting": correction_words(row) or (FINISHED if row.pk in drafts else _waiting(row)),
            "submit_url": reverse("portal:submit", args=[row.pk]) if row.pk in drafts or correction_words(row) else "",
            "status": _status(row),
            "rail": rail(row) if row.state != S.DRAFT else [],
            "due_words": due_in_words(row.due_on, today, days) if row.due_on else "",
        }
        for row in rows
    ]
    return sorted(cases, key=lambda case: not case["waiting"])


def _waiting(row: Application) -> str:
    """What the case waits for the enterprise to do; "" once it has done what the stage asks."""
    room = registered().get(row.state)
    if room is not None:
        return room.enterprise_act if room.waits_for_enterprise(row) else ""
    return WAITING.get(row.state, "")


def _status(row: Application) -> str:
    room = registered().get(row.state)
    return room.status(row) if room is not None else row.get_state_display()


def _authorizations(enterprise: Enterprise) -> list[Any]:
    """What the enterprise holds, with days left; the rows are the floor above's, reached from the enterprise."""
    today = clock.today()
    rows = list(enterprise.authorizations.order_by("-pk")[:20])
    for row in rows:
        row.effective, row.days_left = row.effective_on(today), (row.ends_on - today).days
    return rows


def _messages(request: HttpRequest, enterprise: Enterprise) -> list[InboxMessage]:
    """The newest that the reader's inbox holds for this enterprise or for himself: the count beside the menu has both."""
    here = Q(organisation=enterprise.organisation) | Q(organisation=None)
    return list(InboxMessage.objects.visible_to(request.user).filter(here).with_read(request.user).order_by("-pk")[:5])


def _join_requests(request: HttpRequest, enterprise: Enterprise) -> int:
    if not request.user.can(enterprise.organisation, "manage"):
        return 0
    return enterprise.organisation.memberships.filter(status="pending").count()


@requires(SIGNED_IN)
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Switch the enterprise this session acts for."""
    wanted = parameters.whole(request.POST, "enterprise")
    chosen = next((row for row in enterprises_of(request) if row.pk == wanted), None)
    if chosen is not None:
        request.session[CHOSEN] = chosen.pk
    return redirect("portal:home")
