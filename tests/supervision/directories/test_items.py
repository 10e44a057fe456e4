"""抽查事项清单: published by two people, in versions; what is not published is not inspected."""

import pytest
from django.db import IntegrityError, transaction

from supervision.directories.console.items import ItemForm
from supervision.directories.items.catalogue import load_starter_items
from supervision.directories.items.publication import confirm, drop, item_facts, propose
from supervision.directories.models import InspectionItem, ItemEndorsement
from supervision.directories.sources import proposals
from supervision.directories.states import ItemAct
from tests import make
from tests.pages import hidden
from tests.supervision.make import published_items
from tests.threads import together
from tianfu.accounts.roles import Role
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotAllowed, NotPossible, Overtaken
from tianfu.workflow.signatures.shown import NO_PAGE, Changed, stamp

pytestmark = pytest.mark.django_db
ITEMS = "/console/directory/items/"


@pytest.fixture
def pair(reference, clock):
    clock.set("2026-05-11")
    return make.officer(Role.SPOTCHECK_MANAGER), make.officer(Role.SPOTCHECK_MANAGER)


def first_item():
    return InspectionItem.objects.order_by("code").first()


def test_the_starter_list_has_twelve_items_with_basis_and_none_is_published(reference):
    rows = InspectionItem.objects.order_by("code")
    assert [row.code for row in rows] == [f"TFMP-J-{number:02d}" for number in range(1, 13)]
    assert all(row.basis and row.methods and row.object_kinds for row in rows)
    assert list(InspectionItem.objects.published(the_clock.today())) == []
    assert load_starter_items() == 0


def test_two_people_publish_and_the_database_agrees(pair):
    first, second = pair
    item = first_item()
    proposal = propose(item, ItemAct.PUBLISH, user=first, seen=0)
    with pytest.raises(NotPossible, match="须由另一人确认"):
        confirm(proposal, user=first, seen=0, shown=NO_PAGE)
    with pytest.raises(IntegrityError), transaction.atomic():
        ItemEndorsement.objects.filter(pk=proposal.pk).update(second_by=first, second_at=the_clock.now())
    confirm(proposal, user=second, seen=0, shown=stamp(item_facts(item)))
    item.refresh_from_db()
    assert (item.state, item.published_on) == ("published", the_clock.today())
    assert list(InspectionItem.objects.published(the_clock.today())) == [item]


def test_a_planner_of_one_prefecture_does_not_keep_the_list(pair):
    local = make.officer(Role.SPOTCHECK_MANAGER, "510700")
    with pytest.raises(NotAllowed):
        propose(first_item(), ItemAct.PUBLISH, user=local, seen=0)


def test_what_the_second_person_did_not_read_is_not_published(pair):
    first, second = pair
    item = first_item()
    shown = stamp(item_facts(item))
    InspectionItem.objects.filter(pk=item.pk).update(basis="另一依据")
    proposal = propose(item, ItemAct.PUBLISH, user=first, seen=0)
    with pytest.raises(Changed):
        confirm(proposal, user=second, seen=0, shown=shown)


def test_a_proposal_that_was_dropped_stays_on_record_and_another_may_follow(pair):
    first, second = pair
    item = first_item()
    proposal = propose(item, ItemAct.PUBLISH, user=first, seen=0)
    with pytest.raises(NotPossible, match="已提出公布"):
        propose(item, ItemAct.PUBLISH, user=second, seen=0)
    drop(proposal, user=second, reason="依据不全")
    propose(item, ItemAct.PUBLISH, user=second, seen=0)
    assert ItemEndorsement.objects.count() == 2


def test_a_new_version_takes_the_place_of_the_one_before_it_in_one_transaction(pair, client):
    first, second = pair
    (old,) = published_items(1)
    client.force_login(first)
    url = f"{ITEMS}{old.pk}/version/"
    page = client.get(url)
    form = {
        "name": old.name,
        "basis": "新依据",
        "kind": old.kind,
        "methods": old.methods,
        "object_kinds": old.object_kinds,
    }
    assert client.post(url, {**hidden(page), **form}).status_code == 302
    new = InspectionItem.objects.get(code=old.code, version=2)
    assert (new.state, new.basis, new.drafted_by) == ("draft", "新依据", first)
    confirm(propose(new, ItemAct.PUBLISH, user=first, seen=0), user=second, seen=0, shown=NO_PAGE)
    old.refresh_from_db()
    assert (old.state, old.withdrawn_on) == ("withdrawn", the_clock.today())
    assert list(InspectionItem.objects.published(the_clock.today())) == [InspectionItem.objects.get(pk=new.pk)]


def test_a_second_draft_of_one_item_is_refused(pair, client):
    (old,) = published_items(1)
    client.force_login(pair[0])
    form = {"name": old.name, "basis": "新", "kind": old.kind, "methods": old.methods, "object_kinds": old.object_kinds}
    url = f"{ITEMS}{old.pk}/version/"
    client.post(url, form)
    answer = client.post(url, form)
    assert answer.status_code == 422
    assert "已有未公布的版次" in answer.content.decode()


def test_withdrawn_with_a_reason_by_two_it_may_not_be_inspected_any_more(pair, client):
    first, second = pair
    (item,) = published_items(1)
    client.force_login(first)
    url = f"{ITEMS}{item.pk}/withdraw/"
    assert client.post(url, {**hidden(client.get(url)), "reason": " "}).status_code == 422
    client.post(url, {**hidden(client.get(url)), "reason": "依据已废止"})
    proposal = item.endorsements.standing().get()
    client.force_login(second)
    page = f"{ITEMS}{item.pk}/"
    client.post(f"{page}proposals/{proposal.pk}/", {**hidden(client.get(page)), "act": "confirm"})
    item.refresh_from_db()
    assert item.state == "withdrawn"
    assert item.changes.last().note == "依据已废止"
    assert item not in InspectionItem.objects.published(the_clock.today())


def test_the_whole_list_is_published_from_one_page_by_two_people(pair, client):
    first, second = pair
    client.force_login(first)
    page = client.get(ITEMS)
    keys = [row.pk for row in InspectionItem.objects.all()]
    assert client.post(f"{ITEMS}publish/", {**hidden(page), "item": keys}).status_code == 302
    assert proposals(first).count() == 0
    assert proposals(second).count() == 12
    client.force_login(second)
    page = client.get(ITEMS)
    chosen = [row.pk for row in proposals(second)]
    assert client.post(f"{ITEMS}confirm/", {**hidden(page), "proposal": chosen}).status_code == 302
    assert InspectionItem.objects.published(the_clock.today()).count() == 12


def test_nothing_ticked_is_nothing_done(pair, client):
    client.force_login(pair[0])
    for path, words in (
        ("publish/", "请先勾选要公布的事项。"),
        ("confirm/", "请先勾选要确认的提议；已被他人办理的不再列出。"),
    ):
        answer = client.post(f"{ITEMS}{path}", {})
        assert (answer.status_code, words in answer.content.decode()) == (409, True), path
    asked = ItemForm({"code": "TFMP J/13"}).errors["code"]
    assert asked == ["事项编码只能由数字、字母和 . _ - 组成，最多 64 位。"]


def test_a_confirmation_without_what_was_read_does_nothing(pair, client):
    first, second = pair
    proposal = propose(first_item(), ItemAct.PUBLISH, user=first, seen=0)
    client.force_login(second)
    answer = client.post(f"{ITEMS}confirm/", {"proposal": proposal.pk, f"seen-{proposal.pk}": "0"})
    assert answer.status_code == 409
    assert client.post(f"{ITEMS}confirm/", {}).status_code == 409
    assert InspectionItem.objects.published(the_clock.today()).count() == 0


def test_a_proposed_draft_stands_as_it_is(pair, client):
    item = first_item()
    propose(item, ItemAct.PUBLISH, user=pair[0], seen=0)
    client.force_login(pair[1])
    form = {"name": "改名", "basis": "新", "kind": "general", "methods": ["papers"], "object_kinds": ["authorization"]}
    answer = client.post(f"{ITEMS}{item.pk}/change/", {**form, "code": item.code})
    assert answer.status_code == 409
    assert first_item().name != "改名"


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_seconds_at_once_publish_once(reference):
    first = make.officer(Role.SPOTCHECK_MANAGER)
    others = [make.officer(Role.SPOTCHECK_MANAGER) for _ in range(4)]
    proposal = propose(first_item(), ItemAct.PUBLISH, user=first, seen=0)
    results = together(4, lambda index: confirm(proposal, user=others[index], seen=0, shown=NO_PAGE))
    assert sum(isinstance(result, InspectionItem) for result in results) == 1
    assert sum(isinstance(result, Overtaken | NotPossible) for result in results) == 3
    assert first_item().changes.count() == 1
