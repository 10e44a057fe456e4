"""The public site: home, list, brand, verify. No session, no cookie: cacheable by address."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from applications.form.filed_table import comparison_rows
from applications.programmes.homes import names_here, programme_of_host, tagline
from applications.programmes.names import several_brands
from certification.authorizations.lookup.names import holder_names
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.standing.history import public_history
from certification.authorizations.states import AuthorizationState
from certification.register.front import front, front_of
from certification.register.looks import brand_of, look_up
from certification.register.past.day import NO_DAY, TOO_LATE, state_on
from certification.register.public.filters import drawn
from certification.register.search.catalogue import extract
from certification.register.search.example import example_number
from certification.register.search.line import Line
from certification.register.search.order import NEWEST, ORDERS
from certification.register.search.query import Page, Query, example_questions, read_query
from certification.register.sections.report import report_channel
from certification.register.sections.structured import structured
from certification.register.verification import WORDS, Answer, programme_of
from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.registry.spoken import for_readers_of
from tianfu.text import moments, parameters
from tianfu.text.requests.places import place
from tianfu.workflow import clock
from tianfu.workflow.numbers import find

_LONGEST_TYPED = 300
TONES = {Answer.ACTIVE: "good", Answer.SUSPENDED: "warn", Answer.WITHDRAWN: "bad", Answer.UNKNOWN: "bad"}


def _public(response: HttpResponse, seconds: int) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=seconds)
    return response


@requires(PUBLIC)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    today, programme = clock.today(), programme_of_host(request.get_host())
    shown = front(today) if programme is None else front_of(programme, today)
    context = {
        "version": programme.current_version() if programme is not None else None,
        # Of several brands, one of them is looked for; of one, the brand.
        "brand": programme.name if programme is not None else "品牌" if several_brands() else settings.PLATFORM_NAME,
        "tagline": tagline(programme),
        "programme": programme,
        "several": programme is None and several_brands(),
        "examples": example_questions(shown.newest),
        "numbers": shown.numbers,
        "newest": shown.newest,
        "notices": shown.notices,
        "more": shown.sections,
    }
    return _public(render(request, "certification/register/public/home.html", context), 60)


@requires(PUBLIC)
@require_safe
def brands(request: HttpRequest) -> HttpResponse:
    query, today = read_query(request.GET), clock.today()
    found = extract(query, today)
    page = found.page
    context = {
        "query": query,
        "form": drawn(request.GET),
        "page": page,
        "tally": found.tally,
        "about": names_here(request.get_host(), query.programme),
        "order": ORDERS.get(query.sort, ORDERS[NEWEST])[0],
        "filtered": any(
            (query.text, query.sector, query.industry, query.region, query.route, query.status, query.programme)
        ),
        **_links(request, query, page),
    }
    return _public(render(request, "certification/register/public/brands.html", context), 60)


def _links(request: HttpRequest, query: Query, page: Page[Line]) -> dict[str, str]:
    kept = {key: value for key, value in request.GET.items() if key not in ("before", "after") and value}
    links = {"newer_url": "", "older_url": ""}
    if page.newer:
        links["newer_url"] = "?" + urlencode({**kept, "after": page.newer})
    if page.older:
        links["older_url"] = "?" + urlencode({**kept, "before": page.older})
    return links


@requires(PUBLIC)
@require_safe
def brand(request: HttpRequest, number: str) -> HttpResponse:
    today = clock.today()
    look = brand_of(number, today)
    if look is None:
        raise Http404("没有这个授权编号。")
    row = look.row
    history = public_history(row, today, look.changes)
    context: dict[str, Any] = {
        "row": row,
        "effective": row.effective_on(today),
        "ended": _ended(row, history, today),
        "comparison": comparison_rows(row.facts["comparison"]),
        "history": history,
        "proof": look.proof,
        "structured": structured(row, today),
        "address": settings.PUBLIC_URL + place("brand")(row.number),
        "summary": f"{row.product_name}，{row.holder_name}，{for_readers_of(row, '授权编号')} {row.number}，"
        f"{row.effective_on(today).label}，有效期至 {moments.full_day(row.ends_on)}。",
        "names": holder_names(row),
        "neighbours": look.neighbours,
        "more": look.sections,
        "suspensions": look.suspensions,
    }
    return _public(render(request, "certification/register/public/brand.html", context), 60)


def _ended(row: Authorization, history: list[dict[str, Any]], today: date) -> dict[str, Any] | None:
    """What the page must say before anything good: that it is over, since when. A suspension says its causes itself."""
    state = row.effective_on(today)
    if state in (AuthorizationState.ACTIVE, AuthorizationState.SUSPENDED):
        return None
    word, sentence = WORDS[Answer(state.value)]
    tone = "bad" if state == AuthorizationState.WITHDRAWN else "warn"
    word, sentence = (for_readers_of(row, text) for text in (f"授权已{word}", sentence))
    return {"word": word, "sentence": sentence, "tone": tone, "since": history[0]["at"]}


@requires(PUBLIC)
@require_safe
def verify_page(request: HttpRequest, number: str = "") -> HttpResponse:
    """`/verify/?number=` from the form and `/V/<number>` from a printed code give the same answer."""
    if not number and (typed := parameters.word(request.GET, "number", _LONGEST_TYPED)):
        # Only a number makes a good address; whatever else was typed is answered in place.
        if found := find(typed):
            return redirect("verify_number", number=str(found))
        number = typed
    home = names_here(request.get_host())
    example = example_number(home.programme if home is not None else None)
    context: dict[str, Any] = {"typed": number, "example": example, "about": home}
    if not number:
        context["report"] = report_channel()
        return _public(render(request, "certification/register/public/verify.html", context), 10)
    found, look = look_up(number, clock.today())
    context |= {"found": found, "tone": TONES.get(found.answer, ""), "now": clock.now(), "typed": found.number}
    if look is None:
        status = 200 if found.answer == Answer.NOT_YET else 404
        context["report"] = report_channel(programme_of(found))
        return _public(render(request, "certification/register/public/verify.html", context, status=status), 10)
    context |= {
        "row": look.row,
        "about": look.row,
        "example": example_number(look.row.programme_id),
        "names": holder_names(look.row),
        "editions": look.editions,
        "suspensions": look.suspensions,
        "neighbours": look.neighbours,
        "report": look.channel,
        **_asked(request, look.row),
    }
    status = 422 if context["day_error"] else 200
    return _public(render(request, "certification/register/public/verify.html", context, status=status), 10)


def _asked(request: HttpRequest, row: Authorization) -> dict[str, Any]:
    """The state on the day that stands in the address, if one does; or what is wrong with it."""
    today = clock.today()
    typed = parameters.word(request.GET, "on", 40)
    context: dict[str, Any] = {"newest_day": today.isoformat(), "on": typed, "status_on": None, "day_error": ""}
    if not typed:
        return context
    day = parameters.day(request.GET, "on")
    if day is None or day > today:
        return context | {"day_error": NO_DAY if day is None else TOO_LATE}
    return context | {"status_on": state_on(row, day)}
