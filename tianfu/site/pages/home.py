"""Where people land after signing in: staff at their home, everybody else in the portal.

The home of a member of staff is made from the registry: what waits for them and what to do, what is late, what changed
since yesterday, counts as small bars. Which of it concerns whom is the sources' own business.
"""

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tianfu.accounts.access.rules import SIGNED_IN, STAFF, requires
from tianfu.accounts.models import User
from tianfu.workflow import work_items
from tianfu.workflow.work_items import Bar, Kind, Waiting

SHOWN = 5
SECONDS_SHOWN = 50
ALERTS_SHOWN = 20
_NOTHING = {
    "waiting": "现在没有等您办理的事项。",
    "late": "没有超期的事项。",
    "new": "昨天以来没有变化。",
}


@requires(SIGNED_IN)
@require_safe
def after_sign_in(request: HttpRequest) -> HttpResponse:
    return redirect("console:home" if request.user.is_staff else "portal:home")


@requires(STAFF)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    user = request.user
    held = work_items.waiting_for(user, *work_items.HOME, limit=SHOWN)
    charts = [
        {"label": chart.label, "bars": [_share(bar, bars) for bar in bars]}
        for chart, bars in work_items.charts_for(user)
    ]
    context = {
        "title": "首页",
        "lead": "、".join(cast(User, user).titles),
        "parts": _parts(held),
        "charts": charts,
        "empty": ""
        if held or charts or cast(User, user).waiting_grants
        else "您的岗位还没有需要在本平台办理的事项；有事项时会列在这里，并发消息给您。",
    }
    return render(request, "tianfu/site/pages/home.html", {**admin.site.each_context(request), **context})


def _parts(held: Sequence[Waiting]) -> list[dict[str, Any]]:
    kinds = (
        ("waiting", "等我办理", (Kind.SECOND, Kind.TODO)),
        ("late", "已超期", (Kind.LATE,)),
        ("new", "昨天以来", (Kind.NEW,)),
    )
    parts = []
    for key, label, wanted in kinds:
        rows = [waiting for waiting in held if waiting.source.kind in wanted]
        if not rows:
            continue
        idle = not any(waiting.items for waiting in rows)
        hints = " ".join(waiting.source.empty for waiting in rows if waiting.source.empty)
        nothing = f"{_NOTHING[key]}{hints if key == 'waiting' else ''}" if idle else ""
        parts.append({"key": key, "label": label, "held": rows, "nothing": nothing})
    return parts


def _share(bar: Bar, bars: Sequence[Bar]) -> dict[str, Any]:
    """A bar with its length in percent of the longest; a number that is not zero stays visible."""
    most = max(other.number for other in bars) or 1
    share = max(2, round(100 * bar.number / most)) if bar.number else 0
    return {"label": bar.label, "number": bar.number, "url": bar.url, "tone": bar.tone, "share": share}


@requires(STAFF)
@require_safe
def second(request: HttpRequest) -> HttpResponse:
    """待我复核: every proposal that waits for this very person, whatever it is about."""
    held = work_items.waiting_for(request.user, Kind.SECOND, limit=SECONDS_SHOWN)
    context = {"title": "待我复核", "held": held, "total": sum(waiting.total for waiting in held)}
    return render(request, "tianfu/site/pages/second.html", {**admin.site.each_context(request), **context})


@requires(STAFF)
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """提醒: facts that need attention at this person's desk, each with what to do; nothing to see is said in words."""
    held = work_items.waiting_for(request.user, Kind.ALERT, limit=ALERTS_SHOWN)
    context = {
        "title": "提醒",
        "held": held,
        "total": sum(waiting.total for waiting in held),
        "watched": "、".join(waiting.source.label for waiting in held),
    }
    return render(request, "tianfu/site/pages/alerts.html", {**admin.site.each_context(request), **context})
