"""What a posted page says it showed: the revision, and the stamp of what was read."""

from django.http import HttpRequest

from tianfu.text import parameters
from tianfu.workflow.signatures.shown import FIELD


def seen(request: HttpRequest) -> int:
    """The revision the page showed; -1 never matches."""
    return parameters.revision(request.POST)


def read_stamp(request: HttpRequest) -> str:
    """The stamp of what the page showed (`tianfu.workflow.signatures.shown`)."""
    return parameters.token(request.POST, FIELD)
