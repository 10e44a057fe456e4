"""The home of a certification body and its history: what waits, what runs out, what happened to its certificates."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from applications.cases.standing.position import due_in_words
from certification.bodies.choice import body_context
from certification.bodies.todo import todos
from certification.certificates.issued.overview import changes_of, event, expiring, standing_ends, waiting_claims
from certification.certificates.models import QualityCertificateChange
from tianfu.accounts.access.rules import BODY_MEMBER, requires
from tianfu.inbox.page_links import page_links
from tianfu.text import parameters
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import calendar

SHOWN, PAGE = 5, 50


@requires(BODY_MEMBER)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits, what runs out, what happened last."""
    context, today = body_context(request), clock.today()
    body, days = context["body"], calendar()
    claims = list(waiting_claims(body)[: SHOWN + 1])
    for claim in claims:
        due = claim.application.due_on
        claim.words = due_in_words(due, today, days) if due else ""
        claim.late = bool(due and due < today)
    ends = list(standing_ends(body)[: SHOWN + 1])
    running_out = list(expiring(body, today)[: SHOWN + 1])
    for row in running_out:
        row.days_left = (row.valid_until - today).days
    context |= {
        "todos": todos(body),
        "claims": claims[:SHOWN],
        "more_claims": len(claims) > SHOWN,
        "ends": ends,
        "expiring": running_out[:SHOWN],
        "more_expiring": len(running_out) > SHOWN,
        "events": _events(changes_of(body)[:SHOWN]),
    }
    return render(request, "certification/certificates/portal/body.html", context)


def _events(changes: Any) -> list[dict[str, Any]]:
    return [event(change, _url(change)) for change in changes]


def _url(change: QualityCertificateChange) -> str:
    return reverse("portal:certificate", args=[change.subject_id])


@requires(BODY_MEMBER)
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Every change of the body's certificates, in pages."""
    context = body_context(request)
    found = Paginator(changes_of(context["body"]), PAGE).get_page(parameters.page(request.GET))
    context |= {"events": _events(found.object_list), **page_links(request.path, found, {})}
    return render(request, "certification/certificates/portal/history.html", context)
