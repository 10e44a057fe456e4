"""A work list of any length: counts stop where nobody needs them, pages and words are found all the same."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.cases import search
from applications.models import Application
from applications.review.console import work_list as page
from applications.review.work import work_list
from applications.review.work.work_list import Wish, counts, find, number_of
from tests import make
from tests.kept_rows import once
from tests.queries import cost, opening
from tianfu.accounts.roles import Role
from tianfu.queries import counts as row_counts
from tianfu.queries.counts import in_words
from tianfu.workflow.numbers import beginning

pytestmark = pytest.mark.django_db
NAMES = ["花椒油", "豆瓣酱", "竹浆纸", "页岩砖", "柠檬汁"]


@pytest.fixture
def cases(reference):
    """Five filed cases of one firm, one after the other."""
    return list(once("five cases", "", five))


def five():
    owner = make.enterprise("蓉城光能有限公司")
    person = make.member(owner.organisation, edit=True, sign=True)
    return tuple(make.filed(item=make.product(owner, name, models_text=f"Z-{name}"), person=person) for name in NAMES)


@pytest.fixture
def officer(cases):
    return make.officer(Role.PREFECTURE_OFFICER, cases[0].region_id)


@pytest.fixture
def short(monkeypatch):
    """As if three were a thousand."""
    for module in (row_counts, work_list, page):
        monkeypatch.setattr(module, "MOST", 3)
    monkeypatch.setattr(page, "PAGE", 2)


def found(officer, text, **more):
    return list(
        find(officer, Wish(view="all", chosen={"q": text, **more})).values_list("product_version__name", flat=True)
    )


def test_counts_are_exact_as_far_as_they_go_and_stop_there(officer, cases, short):
    assert counts(officer) == {"todo": 4, "mine": 0, "desk": 4, "overdue": 0, "done": 0, "all": 4}
    assert [in_words(number) for number in (0, 3, 4)] == ["0", "3", "3+"]
    assert number_of(find(officer, Wish(view="all"))) == 4
    assert number_of(find(officer, Wish(view="all", chosen={"q": NAMES[0]}))) == 1


def test_a_list_longer_than_what_is_counted_is_paged_to_its_end(officer, cases, short, client):
    client.force_login(officer)
    texts = [client.get(reverse("console:work_list"), {"view": "desk", "page": n}).content.decode() for n in (1, 2, 3)]
    shown = [[case.number for case in cases if case.number in text] for text in texts]
    assert [number for numbers in shown for number in numbers] == [case.number for case in cases]
    assert [len(numbers) for numbers in shown] == [2, 2, 1]
    assert ["page=2" in texts[0], "page=3" in texts[1], "page=4" in texts[2]] == [True, True, False]
    assert all("3+" in text for text in texts)


def test_the_window_of_the_first_cases_gives_the_same_page_as_the_whole_list(officer, cases, monkeypatch):
    for view in ("todo", "desk"):
        wish = Wish(view=view)
        whole = list(find(officer, wish))
        assert len(whole) == 5
        for window in (2, 4, 100):
            monkeypatch.setattr(work_list, "WINDOW", window)
            for first in (0, 1, 3):
                part = work_list.opening(officer, wish, find(officer, wish), first, 2)
                assert part == whole[first : first + 2], (view, window, first)


@pytest.mark.parametrize("few", [5000, 1, 0])
def test_words_are_found_alike_whether_few_or_many_answer(officer, cases, monkeypatch, few):
    monkeypatch.setattr(search, "_FEW", few)
    number = cases[1].number
    for text, names in {
        "花椒": ["花椒油"], "Z-竹浆纸": ["竹浆纸"], "蓉城光能": NAMES, "蓉城 柠檬": ["柠檬汁"], "油": ["花椒油"], "没有这个": [],
        number: ["豆瓣酱"], number[:-2]: ["豆瓣酱"], f"见 {number}，请办": ["豆瓣酱"], number.lower().replace("-", " "): ["豆瓣酱"],
        number[:11]: NAMES, cases[0].enterprise.uscc: NAMES, "——": [],
    }.items():  # fmt: skip
        assert sorted(found(officer, text)) == sorted(names), text
    assert found(officer, "蓉城光能", route="self_declaration") == []


def test_a_search_that_many_answer_is_not_counted(officer, cases, short, monkeypatch):
    monkeypatch.setattr(search, "_FEW", 2)
    many = find(officer, Wish(view="all", chosen={"q": "蓉城光能"}))
    assert (number_of(many), number_of(find(officer, Wish(view="all", chosen={"q": "花椒油"})))) == (4, 1)


def test_a_case_is_found_by_the_beginning_of_its_mark(reference, clock):
    mark = make.issued(clock_fixture=clock)
    person = make.officer(Role.OPERATOR_OFFICER)
    for text in (mark.number, mark.number[:-2], mark.number[:14], mark.number.lower().replace("-", "")):
        rows = find(person, Wish(view="all", chosen={"q": text}))
        assert [row.pk for row in rows] == [mark.application_id], text
    assert list(find(person, Wish(view="all", chosen={"q": "TFMP-C-5109"}))) == []


def test_how_an_authorization_begins_whose_letters_and_digits_are_typed():
    assert {key: beginning(key) for key in ("tfmpc51", "tfmpc5101002026", "tfmpc51010020260001", "tf", "e100", "泡菜1", "12")} == {
        "tfmpc51": "TFMP-C-51", "tfmpc5101002026": "TFMP-C-510100-2026", "tfmpc51010020260001": "TFMP-C-510100-2026-0001",
        "tf": "", "e100": "", "泡菜1": "", "12": "",
    }  # fmt: skip


def test_the_list_and_its_search_cost_few_queries_however_long(officer, cases, client):
    client.force_login(officer)
    owner = cases[0].enterprise
    asked = {"": "view=desk", "all": "view=all", "few": "view=all&q=花椒", "many": "view=desk&q=光能"}
    asks = {key: opening(client, f"{reverse('console:work_list')}?{query}") for key, query in asked.items()}

    def more():
        person = make.member(owner.organisation, edit=True, sign=True)
        for name in ("花椒酱", "花椒粉"):
            make.filed(item=make.product(owner, name), person=person)

    before = {key: cost(ask) for key, ask in asks.items()}
    more()
    assert {key: cost(ask) for key, ask in asks.items()} == before
    assert all(before[key] <= most for key, most in {"": 11, "all": 11, "few": 12, "many": 12}.items()), before
    assert Application.objects.exclude(number=None).count() == 7


def test_a_longer_list_than_is_counted_costs_no_more(officer, cases, short, client):
    """Its page is cut in the database from the first cases under way; their keys do not pass through the web server."""
    client.force_login(officer)
    address = reverse("console:work_list", query={"view": "desk"})
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        client.get(address)
    assert len(found) <= 11


def test_counts_follow_the_person_the_roles_and_the_day(officer, cases, clock):
    """What is put together once for a person is put together anew where one of these is another."""
    assert counts(officer)["desk"] == 5
    elsewhere = make.officer(Role.PREFECTURE_OFFICER, "510300")
    assert counts(elsewhere)["desk"] == 0
    assert counts(officer)["overdue"] == 0
    clock.set((max(case.due_on for case in cases) + timedelta(days=1)).isoformat())
    assert counts(officer)["overdue"] == 5
    make.grant(elsewhere, Role.PREFECTURE_OFFICER, cases[0].region_id)
    assert counts(type(officer).objects.get(pk=elsewhere.pk))["desk"] == 5
