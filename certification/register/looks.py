"""What the pages of one number show, from one question to the database."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import QuerySet

from certification.authorizations.lookup.asked import NUMBER
from certification.authorizations.models.authorization import Authorization, AuthorizationChange, Suspension
from certification.authorizations.states import AuthorizationState
from certification.authorizations.suspensions.causes import in_words
from certification.register.past.neighbours import Neighbours
from certification.register.proofs.proof import Edition, Proof, certificate_rows, editions, proof
from certification.register.sections.brand import section_rows, sections_of
from certification.register.sections.report import Channel, channel_of, channel_rows
from certification.register.verification import Verification, issued, unissued, verify
from tianfu.ledger.log.entries import about
from tianfu.queries.together import Rows, Together
from tianfu.workflow.numbers import find

S = AuthorizationState
# Entries of the log about one number among which its certificate is looked for.
_ENTRIES = 20


def _of_number() -> dict[str, Rows]:
    """Of the published authorization with this number, and of what stands beside it."""
    rows = Authorization.objects
    beside = ("number", "starts_on", "published_at")
    return {
        "row": lambda: rows.published().filter(number=NUMBER),
        "certificates": certificate_rows,
        "previous": lambda: rows.filter(continuations__number=NUMBER).only(*beside)[:1],
        "following": lambda: rows.filter(previous__number=NUMBER).exclude(state=S.CANCELLED).only(*beside)[:1],
        "causes": lambda: Suspension.objects.filter(authorization__number=NUMBER, lifted_at=None),
    }


def _shown() -> QuerySet[Authorization]:
    """As much of it as the page of verification says."""
    rows = Authorization.objects.published().filter(number=NUMBER)
    return rows.only(
        "number", "state", "product_name", "models_text", "holder_name", "other_names", "starts_on", "ends_on",
        "published_at", "enterprise", "programme", "previous",
    )  # fmt: skip


VERIFY = Together({**_of_number(), "row": _shown, "channel": channel_rows})


@cache
def _brand() -> Together:
    """Made when every floor has registered its sections."""
    own: dict[str, Rows] = {
        "changes": lambda: AuthorizationChange.objects.filter(subject__number=NUMBER),
        "log": lambda: about(NUMBER).only("idx", "entry")[:_ENTRIES],
    }
    return Together({**_of_number(), **own, **section_rows()})


@dataclass(frozen=True)
class Look:
    """`found`: the rows by name."""

    row: Authorization
    today: date
    found: dict[str, list[Any]]

    @property
    def editions(self) -> list[Edition]:
        """Newest first."""
        return editions(self.found["certificates"])

    @property
    def neighbours(self) -> Neighbours:
        following = next((row for row in self.found["following"] if row.number), None)
        return Neighbours(next(iter(self.found["previous"]), None), following)

    @property
    def suspensions(self) -> list[dict[str, Any]]:
        """In the public's words; none where it is not suspended today."""
        return in_words(self.row, self.found["causes"]) if self.row.effective_on(self.today) == S.SUSPENDED else []

    @property
    def channel(self) -> Channel | None:
        """Of the page of verification."""
        return channel_of(self.found["channel"])

    @property
    def changes(self) -> list[AuthorizationChange]:
        """Of the brand page, as the three below."""
        return self.found["changes"]

    @property
    def proof(self) -> Proof | None:
        return proof(self.editions, self.found["log"])

    @property
    def sections(self) -> list[tuple[str, Any]]:
        return sections_of(self.row, self.found)


def look_up(text: str, today: date) -> tuple[Verification, Look | None]:
    """As `verify`, with all that its page shows where the number was issued."""
    number = find(text)
    if number is None or number.mistyped:
        return verify(text, today), None
    found = VERIFY.ask(number=str(number), today=today)
    if not found["row"]:
        return unissued(number, today), None
    look = Look(found["row"][0], today, found)
    return issued(look.row, today), look


def brand_of(text: str, today: date) -> Look | None:
    """Of the published authorization whose number stands in `text`; None where there is none."""
    number = find(text)
    if number is None:
        return None
    found = _brand().ask(number=str(number))
    return Look(found["row"][0], today, found) if found["row"] else None
