"""The demo's second programme: its people, and a case that waits for a department, beside the first one's calls."""

from collections.abc import Iterator
from typing import Any

import pytest

from applications.models import Application, Batch
from applications.programmes.names import KEPT
from applications.review.stages.consultation.models import Consultation
from tianfu.accounts.access.separation import staff_problems
from tianfu.demo.accounts import create_accounts, person
from tianfu.demo.stories.batches import batch_names, open_batches
from tianfu.demo.stories.plays import play
from tianfu.demo.stories.second_brand import TRADE, second_accounts, second_brand
from tianfu.demo.table import account_table
from tianfu.workflow import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def played(reference: None, settings: Any) -> Iterator[None]:
    before = dict(KEPT.versions)
    settings.DEMO = settings.DEMO_SECOND_BRAND = True
    create_accounts(clock.now())
    open_batches(clock.today())
    play([second_brand])
    yield
    KEPT.versions = before


def test_a_case_of_the_second_brand_waits_for_one_of_two_departments(played: None) -> None:
    (case,) = Application.objects.filter(programme__slug="hubei")
    assert (case.state, case.get_route_display(), case.region.name) == ("consultation", "评审认定", "武汉市")
    assert list(Consultation.objects.filter(closed_at=None).values_list("department__name", flat=True)) == [TRADE]
    assert Consultation.objects.get(closed_at=None).due_on > clock.today(), "it waits, and goes on waiting"
    assert list(Application.objects.on_console_for(person("hubei"))) == [case]
    assert [row.key for row in second_accounts() if staff_problems(person(row.key))] == []
    assert Batch.objects.filter(programme__slug="tfmp").count() == len(vars(batch_names()))


def test_its_accounts_are_printed_and_listed_only_then(played: None, settings: Any, client: Any) -> None:
    hints = [row.hint for row in second_accounts()]
    assert len(hints) == 8
    page, table = client.get("/demo/accounts/").content.decode(), account_table()
    assert [hint for hint in hints if hint not in page or hint not in table] == []
    settings.DEMO_SECOND_BRAND = False
    page, table = client.get("/demo/accounts/").content.decode(), account_table()
    assert [hint for hint in hints if hint in page or hint in table] == []
