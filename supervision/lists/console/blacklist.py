"""黑名单 on the console: the list with the bars after 撤销, and one entry with what waits for its second person."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from supervision.lists.blacklist.bars import standing_bars
from supervision.lists.blacklist.entries import entry_facts, standing_proposal
from supervision.lists.blacklist.letters import waiting_letters
from supervision.lists.blacklist.rules import READERS, confirms, proposes
from supervision.lists.messages import addressee
from supervision.lists.models import BlacklistEndorsement, BlacklistEntry
from supervision.lists.states import EntryAct, EntryState
from tianfu.accounts.access.rules import requires, roles
from tianfu.inbox.page_links import paged
from tianfu.text import parameters
from tianfu.text.columns import having
from tianfu.text.search_key import search_terms
from tianfu.workflow import clock
from tianfu.workflow.console.pages import page
from tianfu.workflow.console.passages import passages_of
from tianfu.workflow.signatures.proposal import second_problems
from tianfu.workflow.signatures.second_form import SecondForm, second_form

PAGE = 30
TABS = (("standing", "在列"), ("waiting", "待复核"), ("past", "已期满或移出"), ("bars", "撤销后限制申报"))


@requires(roles(*READERS))
@require_safe
def blacklist(request: HttpRequest) -> HttpResponse:
    """Newest first; search by name or code; beside it who may not apply because of a 撤销."""
    tab = parameters.choice(request.GET, "tab", [key for key, _ in TABS], "standing")
    text, here, today = parameters.word(request.GET, "q"), reverse("console:blacklist"), clock.today()
    found: Any = standing_bars(today) if tab == "bars" else _entries(tab, text)
    context = {
        "title": "黑名单",
        "tab": tab,
        "tabs": [
            {"label": label, "url": f"{here}?tab={key}", "current": key == tab, "count": ""} for key, label in TABS
        ],
        "q": text,
        "may_propose": proposes(request.user),
        **paged(request, found, {"tab": tab, "q": text}, PAGE),
    }
    return page(request, "supervision/lists/console/blacklist.html", context)


def _entries(tab: str, text: str) -> Any:
    rows = BlacklistEntry.objects.filter(having("search", search_terms(text)))
    if tab == "waiting":
        return rows.filter(_WAITING).order_by("-pk").distinct()
    if tab == "standing":
        return rows.standing(clock.today())
    return rows.decided().exclude(pk__in=BlacklistEntry.objects.standing(clock.today()).values("pk"))


_WAITING = Q(state=EntryState.PROPOSED) | Q(
    state=EntryState.LISTED, endorsements__act="remove", endorsements__second_by=None, endorsements__withdrawn_at=None
)


_FOLLOWS = {
    EntryAct.ENTER: "确认后当日生效：企业不能提交申报，在审的申报不能通过；名称、事由类别和期限当日公开；企业收到通知和救济途径。",
    EntryAct.REMOVE: "确认后当日生效：企业可以再次申报，公开的黑名单不再列出，企业收到通知。",
}


def _second(request: HttpRequest, row: BlacklistEntry, proposal: BlacklistEndorsement) -> SecondForm:
    barred = second_problems(proposal, request.user)
    if not barred and not confirms(request.user):
        barred = ["列入和移出由省级审批人复核。"]
    return second_form(
        proposal,
        request.user,
        reverse("console:blacklist_decide", args=[row.pk, proposal.pk]),
        entry_facts(row),
        barred=barred,
        must_say=True,
        what=_FOLLOWS[EntryAct(proposal.act)],
    )


@requires(roles(*READERS))
@require_safe
def blacklist_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Cause, period, both people, what happened; the buttons of this person."""
    row = get_object_or_404(BlacklistEntry, pk=pk)
    proposal = standing_proposal(row)
    changes = row.changes.select_related("actor").order_by("-revision")
    context = {
        "title": row.name,
        "row": row,
        "proposal": proposal,
        "proposes": proposes(request.user),
        "second": _second(request, row, proposal) if proposal and proposes(request.user) else None,
        "standing": row.standing_on(clock.today()),
        "has_account": addressee(row.uscc) is not None,
        "papers": row.papers.select_related("paper__file"),
        "waiting": waiting_letters(row),
        "events": passages_of(row, changes),
    }
    return page(request, "supervision/lists/console/entry.html", context)
