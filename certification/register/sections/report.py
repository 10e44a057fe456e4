"""Where the public reports misuse of the mark: policy of the day, so that the office can move it."""

from dataclasses import dataclass

from tianfu.workflow.policies.values import UnknownPolicy, policy_values

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
        values = policy_values((_WEBSITE, _PHONE), programme)
    except UnknownPolicy:
        return None
    website = str(values[_WEBSITE]).strip()
    return Channel(website if website.startswith(("https://", "http://")) else "", str(values[_PHONE]).strip())
