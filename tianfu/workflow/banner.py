"""The banner that says the clock on the page is not the real one."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from tianfu.workflow import clock


def demo_clock(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `demo_clock` = {now, offset, moved} under DEMO, else None."""
    if not settings.DEMO:
        return {"demo_clock": None}
    offset = clock.offset()
    return {"demo_clock": {"now": clock.now(), "offset": offset, "moved": bool(offset)}}
