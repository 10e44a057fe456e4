"""Every public page's address for search engines: an index, and parts by ranges of ids, so that none grows."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from applications.models import Programme, PublicNotice
from certification.models import Authorization
from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.text import moments

# Ids in a part, so that each is made in an instant; the protocol allows 50,000 addresses, and as many parts.
PART = 1_000
PAGES = (
    "home",
    "brands",
    "verify",
    "notices",
    "draws",
    "inspection_results",
    "inspection_items",
    "yearly_plans",
    "inspection_statistics",
    "supervision_search",
    "sanctions",
    "blacklist",
    "open_data",
    "api_docs",
    "log:page",
    "privacy",
)
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@requires(PUBLIC)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The parts that hold something."""
    parts = [reverse("sitemap_part", args=["pages", 1])]
    for kind, rows in {"brands": Authorization.objects.published(), "notices": PublicNotice.objects.all()}.items():
        last = rows.order_by("-pk").values_list("pk", flat=True).first() or 0
        address = reverse("sitemap_part", args=[kind, 0])
        parts += [address.replace("-0.", f"-{number}.") for number in range(1, -(-last // PART) + 1)]
    body = "".join(f"<sitemap><loc>{escape(settings.PUBLIC_URL + path)}</loc></sitemap>" for path in parts)
    return _xml(f'<sitemapindex xmlns="{NAMESPACE}">{body}</sitemapindex>')


@requires(PUBLIC)
@require_safe
def part(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """One part; an id range whose rows are all unpublished lists the list's own page instead of nothing."""
    if kind == "pages" and number == 1:
        entries: list[tuple[str, datetime | None]] = list(_pages())
    elif kind in _kinds() and number >= 1:
        first = (number - 1) * PART
        rows = _kinds()[kind].filter(pk__gt=first, pk__lte=first + PART).order_by("pk")
        entries = [_address(kind, row) for row in rows] or [(reverse(kind), None)]
    else:
        raise Http404
    body = "".join(
        f"<url><loc>{escape(settings.PUBLIC_URL + path)}</loc>"
        + (f"<lastmod>{moments.iso(changed)}</lastmod>" if changed else "")
        + "</url>"
        for path, changed in entries
    )
    return _xml(f'<urlset xmlns="{NAMESPACE}">{body}</urlset>')


def _kinds() -> dict[str, QuerySet[Any]]:
    return {
        "brands": Authorization.objects.published()
        .annotate(changed=Max("changes__at"))
        .values_list("number", "changed"),
        "notices": PublicNotice.objects.values_list("pk", "published_at", "closed_at"),
    }


def _address(kind: str, row: tuple[Any, ...]) -> tuple[str, datetime | None]:
    if kind == "brands":
        return reverse("brand", args=[row[0]]), row[1]
    return reverse("notice", args=[row[0]]), row[2] or row[1]


def _pages() -> Iterator[tuple[str, datetime | None]]:
    for name in PAGES:
        yield reverse(name), None
    for slug in Programme.objects.filter(versions__isnull=False).distinct().values_list("slug", flat=True):
        yield reverse("guide", args=[slug]), None


def _xml(body: str) -> HttpResponse:
    response = HttpResponse(
        f'<?xml version="1.0" encoding="UTF-8"?>{body}', content_type="application/xml; charset=utf-8"
    )
    patch_cache_control(response, public=True, max_age=3600)
    return response
