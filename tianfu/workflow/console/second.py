"""The second person's answer to a proposal, as components/second.html posts it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from tianfu.text import parameters
from tianfu.workflow.models.endorsement import Endorsement
from tianfu.workflow.signatures.posted import read_stamp, seen


def answer(
    request: HttpRequest, proposal: Endorsement, *, confirm: Callable[..., Any], drop: Callable[..., Any], done: str
) -> None:
    """Takes it back, or confirms it as the page showed it and says `done`. Raises what the two acts raise."""
    note = parameters.passage(request.POST, "note")
    if parameters.token(request.POST, "act") == "drop":
        drop(proposal, user=request.user, reason=note)
        messages.success(request, "提议已撤下。")
        return
    confirm(proposal, user=request.user, seen=seen(request), note=note, shown=read_stamp(request))
    messages.success(request, done)
