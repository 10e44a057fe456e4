"""Lists that once had no pages: however many rows there are, a page shows fifty, and the rest is behind it."""

import pytest
from django.urls import reverse

from applications.enterprises.claims import console as claims
from applications.models import Application, EnterpriseClaim
from applications.portal import home
from supervision.directories.console import items
from supervision.directories.models import InspectionItem
from tests import make
from tests.walks.growth import grow
from tianfu.accounts.roles import Role
from tianfu.workflow import clock

pytestmark = pytest.mark.django_db


def test_the_home_shows_some_cases_first_those_to_act_on_and_leads_to_all(reference, client):
    draft = make.draft()
    grow(60, "applications.Application")
    newest = Application.objects.order_by("-pk")[0].pk
    Application.objects.exclude(pk__in=[draft.pk, newest]).filter(pk__gt=draft.pk).update(
        state="completeness_check", number="TFMP-A-2026-00001-P"
    )
    client.force_login(draft.created_by)
    text = client.get(reverse("portal:home")).content.decode()
    assert text.count('<article class="panel stack">') == home.SHOWN == 20
    assert f'<a href="{reverse("portal:applications")}">全部申报</a>' in text
    places = [text.index(reverse("portal:application", args=[pk])) for pk in (newest, draft.pk)]
    assert places == sorted(places)
    assert text.index("<article", places[1]) > places[1]  # both stand before every case that waits for somebody else


def test_claims_that_wait_have_pages(reference, client):
    owner = make.enterprise()
    person = make.founder(owner.organisation)
    EnterpriseClaim.objects.create(
        enterprise=owner, user=person, licence=make.stored_file(purpose="licence"), claimed_at=clock.now()
    )
    grow(60, "applications.EnterpriseClaim")
    client.force_login(make.officer(Role.PREFECTURE_OFFICER, owner.registered_region_id))
    pages = [client.get(reverse("console:claims"), {"page": number}).content.decode() for number in (1, 2)]
    assert [text.count('<th scope="row">') for text in pages] == [claims.PAGE, 11]
    assert "共 61 条" in pages[0]


def test_inspection_items_have_pages(reference, client):
    rows = InspectionItem.objects.exclude(state="withdrawn").count()
    assert rows > 0
    grow(60, "supervision.InspectionItem")
    client.force_login(make.officer(Role.SPOTCHECK_MANAGER))
    pages = [client.get(reverse("console:inspection_items"), {"page": number}).content.decode() for number in (1, 2)]
    assert [text.count('<th scope="row">') for text in pages] == [items.PAGE, items.PAGE]
    assert f"共 {61 * rows} 条" in pages[0]
