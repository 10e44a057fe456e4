"""The list of notices: filters in the address, the number of what was found, pages by cursor."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db import models
from django.db.models import F, Func, Q, QuerySet
from django.db.models.fields.json import KT
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from applications.cases.states import ApplicationState
from applications.programmes.homes import names_here
from applications.programmes.names import newest_contents, route_choices, several_brands
from applications.review.stages.public_notice.models import PublicNotice
from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.accounts.regions.choices import place_choices, places
from tianfu.queries.counts import in_words, number_of
from tianfu.queries.cursors import Leaf, leaf_of
from tianfu.text import parameters
from tianfu.text.fields import TextField
from tianfu.text.search_key import search_terms

PAGE = 20
RUNNING, ENDED = "running", "ended"


class NoticeFilter(forms.Form):
    """GET form; unknown values select nothing rather than fail."""

    q = TextField(label="关键词", required=False, max_length=60)
    status = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), (RUNNING, "正在公示"), (ENDED, "已结束")]
    )
    region = forms.ChoiceField(label="市（州）", required=False)
    route = forms.ChoiceField(label="方式", required=False)
    programme = forms.ChoiceField(label="品牌", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["route"].choices = [("", "全部方式"), *route_choices()]  # type: ignore[attr-defined]
        self.fields["region"].choices = [("", places().whole), *place_choices()]  # type: ignore[attr-defined]
        self.fields["region"].label = places().kind
        brands = [(content["slug"], content["name"]) for content in newest_contents()]
        self.fields["programme"].choices = [("", "全部品牌"), *brands]  # type: ignore[attr-defined]
        if len(brands) < 2:
            del self.fields["programme"]


@requires(PUBLIC)
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Newest first; running ones carry their clock."""
    asked = {name: parameters.word(request.GET, name, 60) for name in NoticeFilter.base_fields}
    rows = found(asked)
    page, newer, older = _page(rows, request.GET)
    kept = {name: value for name, value in asked.items() if value}
    context = {
        "rows": page,
        "form": NoticeFilter(request.GET),
        "filtered": bool(kept),
        "paged": newer is not None,
        "count": in_words(number_of(rows)),
        "newer_url": f"?{urlencode({**kept, 'after': newer})}" if newer else "",
        "older_url": f"?{urlencode({**kept, 'before': older})}" if older else "",
        "several": several_brands(),
        "about": names_here(request.get_host(), asked["programme"]),
        "running": ApplicationState.PUBLIC_NOTICE,
    }
    response = render(request, "applications/review/stages/public_notice/public/notices.html", context)
    patch_cache_control(response, public=True, max_age=60)
    return response


def found(asked: dict[str, str]) -> QuerySet[PublicNotice]:
    """Product, enterprise and number are looked for by their keys, as in the register."""
    rows = PublicNotice.objects.select_related("application")
    running = Q(closed_at=None, application__state=ApplicationState.PUBLIC_NOTICE)
    if asked["status"]:
        rows = rows.filter({RUNNING: running, ENDED: ~running}.get(asked["status"], Q(pk=None)))
    if asked["region"]:
        rows = rows.filter(application__region=asked["region"])
    if asked["route"]:
        rows = rows.filter(application__route=asked["route"])
    if asked["programme"]:
        rows = rows.filter(application__programme__slug=asked["programme"])
    if asked["q"]:
        names = (KT("snapshot__product"), KT("snapshot__enterprise"), F("number"))
        key = Func(*names, function="tianfu_search_keys", output_field=models.TextField())
        rows = rows.annotate(key=key)
        terms = search_terms(asked["q"])
        for term in terms:
            rows = rows.filter(key__contains=term)
        rows = rows if terms else rows.none()
    return rows


def _page(rows: QuerySet[PublicNotice], data: QueryDict) -> Leaf[PublicNotice]:
    before, after = parameters.whole(data, "before"), parameters.whole(data, "after")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    if after is not None:
        rows = rows.filter(pk__gt=after)
    listed = rows.order_by("-pk" if after is None else "pk")[: PAGE + 1]
    return leaf_of(listed, PAGE, before=before, after=after)
