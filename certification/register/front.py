"""What the home page shows, from one question to the database."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from applications.models import PublicNotice
from certification.authorizations.lookup.asked import TODAY
from certification.authorizations.models.authorization import Authorization
from certification.register.search.newest import newest_first_valid, valid_rows
from certification.register.search.statistics import NUMBERS, numbers
from certification.register.sections.home import home_section_rows, home_sections
from tianfu.queries.together import Rows, Together

_NOTICES = 5


@dataclass(frozen=True)
class Front:
    """`numbers`: active, this_year, noticed; `sections`: (template, facts) of the floors above."""

    newest: list[Authorization]
    numbers: dict[str, int]
    notices: list[PublicNotice]
    sections: list[tuple[str, Any]]


@cache
def _asked() -> Together:
    """Made when every floor has registered its sections."""
    own: dict[str, Rows] = {
        "valid": lambda: valid_rows(TODAY),
        "notices": lambda: PublicNotice.objects.filter(closed_at=None, application__state="public_notice")[:_NOTICES],
    }
    return Together({**own, **NUMBERS, **home_section_rows()})


def front(today: date) -> Front:
    found = _asked().ask(today=today)
    return Front(
        newest_first_valid(today, found["valid"]),
        numbers(today, found["kept"], found["over"][0], found["noticed"][0]),
        found["notices"],
        home_sections(found),
    )
