"""Looking at personal data leaves a trace, as the privacy notice promises; the auditor reads it beside other events."""

from typing import Any

from django.db import models
from django.http import HttpRequest

from tianfu.ledger.audit.records import record

VIEWED = "personal.viewed"


def viewed(request: HttpRequest, subject: models.Model | None, *fields: str, **about: Any) -> None:
    """Write that this person now reads these fields of `subject`; never what they hold.

    Call it where a page shows contact data or the identity of somebody else. A page that comes back after a refused
    form shows what was read already.
    """
    if request.method == "GET":
        record(VIEWED, actor=request.user, subject=subject, data={"fields": sorted(fields), **about})
