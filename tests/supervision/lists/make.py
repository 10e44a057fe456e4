"""Entries of the blacklist through the real acts."""

from typing import Any

from django.test import Client

from supervision.lists.blacklist.entries import confirm, entry_facts, propose_entry, propose_removal, standing_proposal
from supervision.lists.models import BlacklistEntry
from tianfu.inbox.models import InboxMessage
from tianfu.workflow.signatures.shown import NO_PAGE, stamp

PAGE = "/console/blacklist/"
CODE = "91510100TFMP0101X4"
FACTS = {"grounds": "false_facts", "cause": "所附检测报告系伪造，见检测机构复函。", "months": 36}


def proposed(person: Any, uscc: str = CODE, name: str = "样例家居制造有限公司", **facts: Any) -> BlacklistEntry:
    return propose_entry(user=person, uscc=uscc, name=name, **{**FACTS, **facts})


def entered(pair: Any, **facts: Any) -> BlacklistEntry:
    """In force from today; `pair`: officer and approver of the province."""
    entry = proposed(pair[0], **facts)
    return confirm(standing_proposal(entry), user=pair[1], seen=entry.revision, shown=stamp(entry_facts(entry)))


def removed(entry: BlacklistEntry, pair: Any, reason: str = "整改已经核实。") -> BlacklistEntry:
    row = propose_removal(entry, user=pair[0], seen=entry.revision, reason=reason)
    return confirm(row, user=pair[1], seen=entry.revision, shown=NO_PAGE)


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def bodies(key: str) -> list[str]:
    return list(InboxMessage.objects.filter(key=key).values_list("body", flat=True))
