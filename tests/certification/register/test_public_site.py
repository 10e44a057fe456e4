"""What the public sees of an authorization, and what it never sees."""

import pytest
from django.urls import reverse

from certification.models import Authorization
from certification.register.search.query import PAGE, Query, search
from tests import make
from tianfu.workflow import clock as the_clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(reference, clock):
    row = make.issued(clock_fixture=clock)
    return Authorization.objects.get(pk=row.pk)


def copies(row: Authorization, names: list[str]) -> None:
    """More published rows beside `row`; written directly, as only searching is under test."""
    for number, name in enumerate(names, start=2):
        row.pk = row.id = None
        row._state.adding = True
        row.product = make.product(row.enterprise, name)
        row.application = make.draft(item=row.product, person=row.application.created_by)
        row.product_name, row.number = name, f"TFMP-C-510100-2026-{number:05d}-X"
        row.save(force_insert=True)


def test_issued_brand_is_listed_shown_and_verified_with_few_queries(client, issued, django_assert_num_queries):
    addresses = (
        reverse("brands"),
        reverse("brand", args=[issued.number]),
        reverse("verify_number", args=[issued.number]),
    )
    for address in addresses:
        client.get(address)  # the connection plans each statement once
    brands, brand, verify_number = addresses
    with django_assert_num_queries(1):
        page = client.get(brands)
    assert issued.product_name in page.content.decode()
    with django_assert_num_queries(1):
        page = client.get(brand)
    assert page.status_code == 200
    with django_assert_num_queries(1):
        page = client.get(verify_number)
    assert "该编号真实，授权在有效期内" in page.content.decode()
    assert len(page.content) < 15_000
    assert "Set-Cookie" not in page.headers


@pytest.mark.parametrize(
    ("typed", "answer", "status"),
    [
        ("{number}", "active", 200),
        ("{lower}", "active", 200),
        ("{wrong}", "mistyped", 404),
        ("TFMP-C-510100-2026-00999-{check}", "unknown", 404),
        ("你好", "unreadable", 404),
    ],
)
def test_a_mistyped_number_is_not_an_unknown_one(client, issued, typed, answer, status):
    from tianfu.workflow.numbers import check_character

    swap = "A" if issued.number[-1] != "A" else "B"
    number = typed.format(
        number=issued.number,
        lower=issued.number.lower(),
        wrong=issued.number[:-1] + swap,
        check=check_character("TFMPC510100202600999"),
    )
    page = client.get(reverse("verify_number", args=[number]))
    assert page.status_code == status
    assert client.get(reverse("api_verify", args=[number])).json()["answer"] == answer


def test_public_pages_never_name_a_person(client, issued):
    secret = {issued.application.created_by.name, "王五", "028-00001234", "contact@example.test", "李四"}
    for url in (reverse("brand", args=[issued.number]), reverse("verify_number", args=[issued.number]),
                reverse("api_brand", args=[issued.number]), reverse("notices")):  # fmt: skip
        text = client.get(url).content.decode()
        assert not [word for word in secret if word in text], url


def test_pending_authorization_is_not_public(client, reference, clock):
    row = make.authorization(clock_fixture=clock)
    assert row.state == "pending"
    assert search(Query(), the_clock.today()).rows == []
    assert client.get(reverse("api_brands")).json()["results"] == []


def test_search_finds_any_part_of_name_product_or_number(issued):
    copies(issued, ["四川泡菜", "激光电视机"])
    today = the_clock.today()
    found = {text: [row.product_name for row in search(Query(text=text), today).rows] for text in
             ("泡菜", "川泡", "家居 板式", "00002", "100%", "家居 泡菜 电视")}  # fmt: skip
    assert found == {
        "泡菜": ["四川泡菜"],
        "川泡": ["四川泡菜"],
        "家居 板式": ["板式家具"],
        "00002": ["四川泡菜"],
        "100%": [],
        "家居 泡菜 电视": [],
    }


def test_status_filter_says_the_same_as_the_row(issued, clock):
    def shown(status):
        return [row.pk for row in search(Query(status=status), the_clock.today()).rows]

    assert (shown("active"), shown("expired")) == ([issued.pk], [])
    clock.set(issued.ends_on)
    assert shown("active") == [issued.pk]
    clock.advance(days=1)
    assert (shown("active"), shown("expired")) == ([], [issued.pk])
    assert issued.effective_on(the_clock.today()) == "expired"


def test_keyset_pages_go_forth_and_back_without_gap(issued):
    copies(issued, [f"产品{n}" for n in range(PAGE + 5)])
    today = the_clock.today()
    first = search(Query(), today)
    second = search(Query(before=first.older), today)
    back = search(Query(after=second.newer), today)
    ids = [row.pk for row in first.rows + second.rows]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == PAGE + 6
    assert (first.newer, second.older) == (None, None)
    assert [row.pk for row in back.rows] == [row.pk for row in first.rows]


def test_api_list_has_a_fixed_number_of_queries(client, issued, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(reverse("api_brands"))
    copies(issued, ["甲", "乙", "丙"])
    with django_assert_num_queries(1):
        answer = client.get(reverse("api_brands")).json()
    assert [row["product_name"] for row in answer["results"]] == ["丙", "乙", "甲", "板式家具"]


def test_openapi_page_and_schema_open(client, reference):
    assert client.get(reverse("api_docs")).status_code == 200
    assert client.get(reverse("api_schema")).status_code == 200
