"""A page between the panel and an act that cannot be undone: the consequences, what was written, one button.

The act is done only when posted from that page: what it carries is signed for this person, row and revision, and
sealed against change.
"""

from collections.abc import Mapping
from typing import Any

from django.core import signing
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from tianfu.ledger.canonical import canonical, sha256_hex
from tianfu.text import parameters
from tianfu.workflow.console.pages import page

FIELD = "confirmed"
_SALT, _HOURS = "console.confirmation", 2
_NOT_CARRIED = {"csrfmiddlewaretoken", FIELD}


def carried(request: HttpRequest) -> list[tuple[str, str]]:
    """What was posted and goes on to the act, as names and values in order."""
    return [(name, str(value)) for name, values in request.POST.lists() if name not in _NOT_CARRIED for value in values]


def _content(request: HttpRequest, row: Model) -> str:
    """`row`: one that counts no revisions is held by what its page showed, which the form carries (`shown`)."""
    sealed = [list(entry) for entry in carried(request)]
    about, revision = f"{row._meta.label_lower}:{row.pk}", getattr(row, "revision", None)
    return sha256_hex(canonical({"user": request.user.pk, "about": about, "revision": revision, "form": sealed}))


def confirmed(request: HttpRequest, row: Model) -> bool:
    """Whether this very form came from the confirm page, unchanged, by this person, on the row as it stands."""
    try:
        given = signing.loads(parameters.token(request.POST, FIELD), salt=_SALT, max_age=_HOURS * 3600)
    except signing.BadSignature:
        return False
    return given == _content(request, row)


def confirm_page(
    request: HttpRequest, row: Model, *, title: str, consequences: Mapping[str, str], button: str, **shown: Any
) -> HttpResponse:
    """`shown`: lead (what it is about), facts (label and value of what is decided on), opinion (what the person wrote;
    None = nothing is asked), answered (how many ticks), cancel_url, danger."""
    token = signing.dumps(_content(request, row), salt=_SALT)
    context: dict[str, Any] = {
        "title": title,
        # In whose words the page speaks.
        "about": row,
        "consequences": consequences,
        "hidden": [*carried(request), (FIELD, token)],
        "button": button,
        **shown,
    }
    return page(request, "tianfu/workflow/console/confirm_act.html", context)
