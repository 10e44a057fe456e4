"""Entries and removals of the blacklist in the public log (trust.md B.1), in the act's own transaction."""

from typing import Any

from supervision.lists.models import BlacklistEntry
from supervision.lists.states import EntryAct
from tianfu.ledger.log.publication import publish
from tianfu.workflow import clock


def log_passage(entry: BlacklistEntry, act: str) -> None:
    """One leaf each, by 文号. The name stays out: the public list drops it with the removal, the log cannot forget.

    While the entry stands, the public list shows name and 文号 side by side.
    """
    leaf: dict[str, Any] = {"number": entry.number}
    if act == EntryAct.ENTER:
        leaf |= {
            "grounds": entry.get_grounds_display(),
            "since": entry.since.isoformat() if entry.since else "",
            "last_day": entry.until.isoformat() if entry.until else "",
        }
    else:
        leaf |= {"letter": entry.removal_number, "since": clock.today().isoformat()}
    publish("blacklist.entered" if act == EntryAct.ENTER else "blacklist.removed", _known(leaf))


def _known(leaf: dict[str, Any]) -> dict[str, Any]:
    """Without what an entry of before there were numbers, or one without end, does not have."""
    return {key: value for key, value in leaf.items() if value}
