"""Whoever acts reads what came of it: an accepted form that leads to another page says a sentence there.

`every_act_says_so` looks at every form that a test posts to portal or console, whatever else the test is about.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve

# What leads to another page ("": whichever) without a sentence of its own, and why that is enough.
SILENT: dict[tuple[str, str], str] = {
    ("portal:application_new", ""): "the draft it opens is shown",
    ("portal:choose", ""): "the enterprise one acts for stands in the head",
    ("portal:body_choose", ""): "the body one acts for stands in the head",
    ("portal:comparison_remove", ""): "the row is gone from the table it leads back to",
    ("console:draw_new", ""): "the plan it begins is shown, with what is still to be filled in",
    ("console:directory_import_new", ""): "the preview of what was read is shown, and says what is to be done",
    ("portal:annual_report", "portal:annual_report_sign"): "what was written is shown, to be signed",
}

_silent: list[str] = []
_forms: set[str] = set()
_plain = Client.request


def _request(self: Client, **environ: Any) -> Any:
    answer = _plain(self, **environ)
    request = answer.wsgi_request
    if request.method == "POST" and answer.status_code == 302 and answer.resolver_match:
        name = answer.resolver_match.view_name
        forms = {request.POST.get("once") or name, f"{request.path} {request.POST.urlencode()}"}
        sent_twice = not _forms.isdisjoint(forms)  # its sentence was said at the first answer
        _forms.update(forms - {name})
        inside = name.startswith(("portal:", "console:")) and request.user.is_authenticated
        if inside and not sent_twice and not request._messages.added_new:
            target = resolve(urlsplit(answer["Location"]).path).view_name
            if SILENT.keys().isdisjoint({(name, ""), (name, target)}):
                _silent.append(f"{name} leads to {target}")
    return answer


@pytest.fixture(autouse=True)
def every_act_says_so() -> Iterator[None]:
    """A folder's conftest makes it its own by its name. (No `monkeypatch`: worlds are kept where nothing is patched.)"""
    _silent.clear()
    _forms.clear()
    Client.request = _request  # type: ignore[method-assign]
    yield
    Client.request = _plain  # type: ignore[method-assign]
    assert _silent == [], f"{_silent}: say what came of it, or name it in SILENT of tests/said.py with the reason"
