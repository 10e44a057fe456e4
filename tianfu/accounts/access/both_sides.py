"""Refused attempts of one person to stand on both sides: kept although the act itself is rolled back (trust.md E 60).

Each sentence of the separation is a `BothSides`; whoever raises a refusal notes it, and after the answer the
middleware tells it, in a transaction of its own, to the audit and through it to the auditors.
"""

import logging
from collections.abc import Callable, Iterable
from contextvars import ContextVar

from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse

from tianfu.accounts.models import User
from tianfu.accounts.signals import access_changed

logger = logging.getLogger("tianfu.accounts.access.separation")
LOOKS = frozenset({"GET", "HEAD", "OPTIONS"})
_noted: ContextVar[dict[tuple[int | None, str], None] | None] = ContextVar("noted_refusals", default=None)


class BothSides(str):
    """A sentence of refusal about a person (by key) who would be on both sides, or second to his own maker."""

    person: int | None

    def __new__(cls, sentence: str, person: int | None) -> "BothSides":
        made = super().__new__(cls, sentence)
        made.person = person
        return made


def note_refused(problems: Iterable[str]) -> None:
    """Called where a refusal is raised, not where it is only shown beforehand; other sentences are passed over."""
    for problem in problems:
        if not isinstance(problem, BothSides):
            continue
        logger.warning("refused on both sides: user %s", problem.person)
        noted = _noted.get()
        if noted is not None:
            noted[problem.person, str(problem)] = None


class BothSidesMiddleware:
    """Tells what was noted during a request that wanted to change something. Stands outside of its transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in LOOKS:
            return self.get_response(request)
        noted: dict[tuple[int | None, str], None] = {}
        token = _noted.set(noted)
        try:
            response = self.get_response(request)
        finally:
            _noted.reset(token)
        for person, sentence in noted:
            _tell(request, person, sentence)
        return response


def _tell(request: HttpRequest, person: int | None, sentence: str) -> None:
    actor = request.user if request.user.is_authenticated else None
    try:
        with transaction.atomic():
            access_changed.send(
                sender=User,
                actor=actor,
                user=User.objects.filter(pk=person).first() if person is not None else None,
                action="separation.refused",
                data={"reason": sentence, "address": request.path[:200]},
            )
    except DatabaseError:
        # The refusal itself stands and is in the log; its answer must not become an error.
        logger.exception("a refusal could not be recorded")
