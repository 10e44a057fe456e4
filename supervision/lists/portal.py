"""What the enterprise reads of itself: its risk class with the reasons, and entries of the blacklist with their letters."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_safe

from applications.cases.standing.offices import authority_of
from applications.cases.standing.remedies import remedy_against
from applications.enterprises.chosen import current_enterprise, enterprises_of
from supervision.lists.blacklist.letters import programme_of, waiting_letters
from supervision.lists.models import BlacklistEntry, RiskClass
from supervision.lists.risk.facts import fact_kinds
from supervision.lists.risk.reckoner import MONTHS, THRESHOLDS, formula
from supervision.lists.states import EntryState
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, requires
from tianfu.workflow import clock

SHOWN = 24


@requires(ENTERPRISE_MEMBER)
@require_safe
def risk(request: HttpRequest) -> HttpResponse:
    """Of the enterprise the session acts for; one whose claim is not verified has none."""
    enterprise = current_enterprise(request)
    verified = enterprise is not None and enterprise.verified_at is not None
    rows = list(RiskClass.objects.filter(uscc=enterprise.uscc)[:SHOWN]) if enterprise is not None and verified else []
    values = formula(clock.today())
    context = {
        "organisation": enterprise and enterprise.organisation,
        "standing": next((row for row in rows if row.superseded_at is None), None),
        "earlier": [row for row in rows if row.superseded_at is not None],
        "months": values[MONTHS],
        "kinds": [(words, values[key]) for key, words in fact_kinds().items()],
        "thresholds": [(letter, values[key]) for letter, key in reversed(THRESHOLDS.items())],
    }
    return render(request, "supervision/lists/portal/risk.html", context)


@requires(ENTERPRISE_MEMBER)
@require_safe
def blacklist_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """An entry of one of the reader's verified enterprises: why, how long, the letters, what to do about it."""
    codes = {row.uscc: row for row in enterprises_of(request) if row.verified_at is not None}
    row = get_object_or_404(BlacklistEntry.objects.decided().filter(uscc__in=codes), pk=pk)
    context = {
        "organisation": codes[row.uscc].organisation,
        "row": row,
        "standing": row.standing_on(clock.today()),
        "papers": row.papers.select_related("paper__file"),
        "waiting": waiting_letters(row),
        "remedy": _remedy(row),
        "organ": _organ(row),
    }
    return render(request, "supervision/lists/portal/blacklist_entry.html", context)


def _organ(row: BlacklistEntry) -> str:
    """To whom the enterprise writes."""
    version = programme_of(row.uscc)
    return authority_of(version, clock.today()).name if version is not None else "作出决定的机关"


def _remedy(row: BlacklistEntry) -> str:
    """What to do against the entry, while the time for it runs."""
    version = programme_of(row.uscc)
    if version is None or row.since is None or row.state != EntryState.LISTED:
        return ""
    found = remedy_against(version, row.since)
    return "" if found.over(clock.today()) else found.message


urlpatterns = [
    path("blacklist/<int:pk>/", blacklist_entry, name="blacklist_entry"),
    path("risk/", risk, name="risk"),
]
