"""Where the public reports misuse of the mark: policy of the day, so that the office can move it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from certification.authorizations.lookup.asked import NUMBER, TODAY
from certification.authorizations.models.authorization import Authorization
from tianfu.workflow.models import Policy
from tianfu.workflow.policies.values import UnknownPolicy, policy_rows

_WEBSITE, _PHONE = "contact.report.website", "contact.report.phone"


@dataclass(frozen=True)
class Channel:
    """`website` is an address that can be opened, or ""."""

    website: str
    phone: str


def report_channel(programme: str = "") -> Channel | None:
    """The programme's own (by its slug) before the general one, in one query. None where no policy names it: looking a
    number up must not fail for that."""
    try:
        rows = policy_rows((_WEBSITE, _PHONE), programme)
    except UnknownPolicy:
        return None
    return channel_of((row.key, row.value) for row in rows.values())


def channel_rows() -> QuerySet[Any]:
    """What `channel_of` reads of the programme of one number, for a kept question: in its order the last one holds."""
    own = Authorization.objects.filter(number=NUMBER).values("programme__slug")
    rows = Policy.objects.filter(Q(scope="") | Q(scope__in=own), key__in=(_WEBSITE, _PHONE), valid_from__lte=TODAY)
    return rows.order_by("scope", "valid_from").values_list("key", "value")


def channel_of(rows: Iterable[tuple[str, Any]]) -> Channel | None:
    values = dict(rows)
    if len(values) < len((_WEBSITE, _PHONE)):
        return None
    website = str(values[_WEBSITE]).strip()
    return Channel(website if website.startswith(("https://", "http://")) else "", str(values[_PHONE]).strip())
