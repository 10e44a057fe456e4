"""A lead is of today or before, whoever calls; the form's own question stands before it (test_leads.py)."""

from datetime import date
from typing import Any

import pytest

from supervision.lists.leads.acts import YET_TO_COME, file_lead
from supervision.lists.models import Lead
from tests import make
from tianfu.accounts.roles import Role
from tianfu.workflow.door import NotPossible

pytestmark = pytest.mark.django_db


def test_a_finding_is_of_today_at_the_latest(reference: None, clock: Any) -> None:
    clock.set("2026-05-11")
    person = make.officer(Role.PREFECTURE_OFFICER, "510100")

    def told(day: date) -> list[str]:
        try:
            file_lead(user=person, authorization=None, found_on=day, place="商场", text="标识被改色。")
        except NotPossible as refused:
            return list(refused.problems)
        return []

    assert [told(date(2026, 5, day)) for day in (10, 11, 12)] == [[], [], [YET_TO_COME]]
    assert list(Lead.objects.order_by("pk").values_list("found_on", flat=True)) == [
        date(2026, 5, 10),
        date(2026, 5, 11),
    ]
