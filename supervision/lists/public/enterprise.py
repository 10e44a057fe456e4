"""按企业查询: everything public about the supervision of one enterprise, by name, code or certificate number.

Only what its own page shows already: results after their publication, picks of draws whose result is open.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from certification.authorizations.lookup.search import matching, named, terms_of
from certification.models import Authorization
from certification.register.public.sanctions import suspensions, withdrawals
from supervision.directories.models import InspectionObject
from supervision.inspections.results.published import after_words, correction_words, published
from supervision.inspections.results.statistics import counted
from supervision.lists.public.data import standing
from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.open_data.lists import KEPT
from tianfu.text import parameters
from tianfu.text.columns import having, indexed
from tianfu.workflow import clock

CHOICE, SHOWN = 20, 50  # enterprises to choose from, rows of one list


@dataclass(frozen=True)
class Found:
    """`uscc` names it where it has one; a body without one is named by the code of its entry."""

    name: str
    uscc: str
    code: str = ""

    @property
    def word(self) -> str:
        return self.uscc or self.code


def candidates(text: str) -> list[Found]:
    """Enterprises and bodies that the public site names already and that answer the words; at most `CHOICE` and one."""
    terms, known = terms_of(text), named(text)
    if not terms:
        return []
    wanted = indexed("search", terms)
    marks = matching(Authorization.objects.published(), text).order_by("-pk")
    if not marks.exists():  # the quality certificate behind it
        marks = Authorization.objects.published().filter(certificate__number=text.strip()).order_by("-pk")
    found: dict[str, Found] = {}
    for name, uscc in [
        *marks.values_list("holder_name", "holder_uscc")[: CHOICE * 5],
        *standing().filter(having("search", terms)).values_list("name", "uscc")[:CHOICE],
    ]:
        found.setdefault(uscc, Found(name, uscc))
    checked = published().order_by().values("object")
    if known:  # an object of the directory has the number as its code, and its holder's code
        wanted = Q(code=known["number"]) if "number" in known else Q(uscc=known["holder_uscc"])
    objects = InspectionObject.objects.filter(wanted).filter(Q(pk__in=checked) | Q(pk__in=counted().values("object")))
    for row in objects.order_by("pk")[:CHOICE]:
        one = Found(row.holder_name or row.name, row.uscc, row.code)
        found.setdefault(one.word, one)
    return list(found.values())[: CHOICE + 1]


def facts_of(one: Found) -> dict[str, Any]:
    """Draws, results, suspensions and 撤销, the blacklist: the newest of each."""
    mine = Q(object__uscc=one.uscc) if one.uscc else Q(object__code=one.code, object__uscc="")
    picks = counted().filter(mine).select_related("plan", "object").order_by("-plan__committed_at", "position")
    results = list(published().filter(mine)[:SHOWN])
    for row in results:
        row.after, row.corrected = after_words(row), correction_words(row)
    of_holder = {"authorization__holder_uscc": one.uscc}
    listed = {
        "picks": list(picks[:SHOWN]),
        "results": results,
        "suspensions": list(suspensions().filter(**of_holder).order_by("-since", "-pk")[:SHOWN]) if one.uscc else [],
        "withdrawals": list(withdrawals().filter(subject__holder_uscc=one.uscc).order_by("-at")[:SHOWN])
        if one.uscc
        else [],
        "blacklist": list(standing().filter(uscc=one.uscc)) if one.uscc else [],
    }
    return {**listed, "nothing": not any(listed.values())}


@requires(PUBLIC)
@require_safe
def enterprise(request: HttpRequest) -> HttpResponse:
    """One answer when one enterprise answers the words; a choice when several do."""
    text = parameters.word(request.GET, "q")
    found = candidates(text) if text.strip() else []
    context: dict[str, Any] = {"q": text, "found": found[:CHOICE], "more": len(found) > CHOICE, "today": clock.today()}
    if len(found) == 1:
        context |= {"one": found[0], **facts_of(found[0])}
    response = render(request, "supervision/lists/public/enterprise.html", context)
    patch_cache_control(response, public=True, max_age=KEPT)
    return response
