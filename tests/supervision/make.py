"""Entries of the directories for the tests of supervision, few defaults."""

import itertools
from datetime import date
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from supervision.directories.items.publication import confirm, propose
from supervision.directories.models import InspectionItem, InspectionObject, Inspector
from supervision.directories.states import ItemAct
from tests import make
from tianfu.accounts.models import Organisation, Region
from tianfu.accounts.roles import Role
from tianfu.workflow import clock
from tianfu.workflow.signatures.shown import NO_PAGE

_count = itertools.count(1)


def queries_of(client: Any, url: str) -> int:
    """How many queries the page costs, without those of the menu (what waits for the person grows with the platform)."""
    client.get(url)  # the session's own first reading
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    menu = ("endorsement", "drawplan", "deviation", "inspectiontask", "inboxmessage")
    return sum("SELECT COUNT(*)" not in one["sql"] or not any(name in one["sql"] for name in menu) for one in found)


def bureau(region: str = "510100", name: str = "") -> Organisation:
    """An authority of this prefecture."""
    place = Region.objects.get(pk=region)
    name = name or f"{place.name}市场监督管理局"
    return Organisation.objects.get_or_create(kind="authority", name=name, defaults={"region": place})[0]


def inspector(region: str = "510100", **fields: Any) -> Inspector:
    """On the roll since 2026-01-01, certified for 2026 to 2030, for the prefecture's area."""
    defaults: dict[str, Any] = {
        "number": f"51{region[2:4]}{next(_count):06d}",
        "name": "周检查",
        "unit": fields.get("unit") or bureau(region),
        "valid_from": date(2026, 1, 1),
        "valid_until": date(2030, 12, 31),
        "areas": [region[:4]],
        "home": region[:4],
        "lead": True,
        "listed_on": date(2026, 1, 1),
    }
    return Inspector.objects.create(**{**defaults, **fields})


def plain_object(code: str = "", region: str = "510100", **fields: Any) -> InspectionObject:
    """An entry of a kind that nothing follows: for rules that only read the directory."""
    defaults: dict[str, Any] = {
        "kind": "mark_usage",
        "name": "示例登记",
        "listed_on": date(2026, 1, 1),
        "region": Region.objects.get(pk=region),
    }
    return InspectionObject.objects.create(code=code or f"MU-{next(_count):05d}", **{**defaults, **fields})


def published_items(count: int = 12) -> list[InspectionItem]:
    """The first of the starter list, published today by two people."""
    first, second = make.officer(Role.SPOTCHECK_MANAGER), make.officer(Role.SPOTCHECK_MANAGER)
    rows = list(InspectionItem.objects.order_by("code")[:count])
    for row in rows:
        proposal = propose(row, ItemAct.PUBLISH, user=first, seen=row.revision)
        confirm(proposal, user=second, seen=row.revision, shown=NO_PAGE)
    assert clock.today()
    return list(InspectionItem.objects.filter(pk__in=[row.pk for row in rows]).order_by("code"))
