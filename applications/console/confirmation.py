"""A page between the panel and an act that cannot be undone: the consequences, what was written, one button.

The act is done only when posted from that page: what it carries is signed for this person, row and revision, and
sealed against change.
"""

from collections.abc import Mapping
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse

from applications.console.pages import page
from tianfu.ledger.canonical import canonical, sha256_hex
from tianfu.text import parameters
from tianfu.workflow.models.aggregate import Aggregate

FIELD = "confirmed"
_SALT, _HOURS = "console.confirmation", 2
_NOT_CARRIED = {"csrfmiddlewaretoken", FIELD}


def carried(request: HttpRequest) -> list[tuple[str, str]]:
    """What was posted and goes on to the act, as names and values in order."""
    return [(name, str(value)) for name, values in request.POST.lists() if name not in _NOT_CARRIED for value in values]


def _content(request: HttpRequest, row: Aggregate) -> str:
    sealed = [list(entry) for entry in carried(request)]
    about = f"{row._meta.label_lower}:{row.pk}"
    return sha256_hex(canonical({"user": request.user.pk, "about": about, "revision": row.revision, "form": sealed}))


def confirmed(request: HttpRequest, row: Aggregate) -> bool:
    """Whether this very form came from the confirm page, unchanged, by this person, on the row as it stands."""
    try:
        given = signing.loads(parameters.token(request.POST, FIELD), salt=_SALT, max_age=_HOURS * 3600)
    except signing.BadSignature:
        return False
    return given == _content(request, row)


def confirm_page(
    request: HttpRequest, row: Aggregate, *, title: str, consequences: Mapping[str, str], button: str, **shown: Any
) -> HttpResponse:
    """`shown`: lead (what it is about), opinion (what the person wrote), answered (how many ticks), cancel_url, danger."""
    token = signing.dumps(_content(request, row), salt=_SALT)
    context: dict[str, Any] = {
        "title": title,
        "consequences": consequences,
        "hidden": [*carried(request), (FIELD, token)],
        "button": button,
        **shown,
    }
    return page(request, "console/confirm_act.html", context)
