"""A number is found however it is written, wherever one asks; a forgery is only called what is one."""

import string
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.urls import reverse

from applications.cases.search import matching
from applications.models import Application
from certification.models import Authorization
from certification.register.search.query import Query, example_questions, search
from certification.register.verification import verify
from tests import make
from tests.some import some
from tianfu.workflow import clock as the_clock
from tianfu.workflow.numbers import authorization_number, filing_number

pytestmark = pytest.mark.django_db
WIDE = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in string.ascii_uppercase + string.digits + "-"})


@pytest.fixture
def issued(reference, clock):
    clock.set("2026-03-02")
    row = make.issued(clock_fixture=clock)
    return Authorization.objects.get(pk=row.pk)


def ways(number: str) -> list[str]:
    return [
        number, number.lower(), number.translate(WIDE), number.replace("-", ""), number.replace("-", " "),
        number.replace("-", "—"), f"{number}，", f"{number}。", f"{number},", f"编号：{number}有效吗",
        f"“{number}”", f"\u200b{number}\u202c", number.replace("-", "").translate(WIDE).lower(),
        f"https://tfmp.example.cn/V/{number}，",
    ]  # fmt: skip


def test_number_is_found_on_every_page_however_it_is_written(client, issued):
    for typed in some(ways(issued.number)):
        answer = client.get(reverse("verify"), {"number": typed}, follow=True)
        assert (answer.status_code, "该编号真实" in answer.content.decode()) == (200, True), typed
        assert [row.pk for row in search(Query(text=typed), the_clock.today()).rows] == [issued.pk], typed
        assert client.get(reverse("api_brands"), {"q": typed}).json()["results"][0]["number"] == issued.number, typed
        assert [row.pk for row in matching(Application.objects.all(), typed)] == [issued.application_id], typed
        if "/" not in typed:  # in an address a slash ends the number
            assert client.get(f"/brands/{quote(typed)}/").status_code == 200, typed
            assert client.get(f"/V/{quote(typed)}").status_code == 200, typed
            assert client.get(reverse("api_brand", args=[typed])).json()["number"] == issued.number, typed
            assert client.get(reverse("api_verify", args=[typed])).json()["answer"] == "active", typed


def test_the_work_list_finds_a_case_by_any_of_its_numbers_and_names(client, issued):
    case = issued.application
    officer = make.officer("operator_officer")
    client.force_login(officer)
    uscc = case.enterprise.uscc
    for typed in [*ways(case.number), *ways(issued.number), uscc.lower(), f"{uscc[:8]} {uscc[8:]}", uscc.translate(WIDE),
                  "样例 板式", "（样例）家居", "T/DEMO 001-2024", "ｔ／ｄｅｍｏ００１—２０２４", "e100", "板 式 家 具"]:  # fmt: skip
        page = client.get(reverse("console:work_list"), {"q": typed, "view": "all"})
        assert case.number in page.content.decode(), typed
    assert list(matching(Application.objects.all(), "没有这家")) == []
    assert list(matching(Application.objects.all(), "——")) == []
    assert matching(Application.objects.all(), "  ").count() == 1


def test_codes_standards_cities_and_names_find_rows_of_the_public_list(issued):
    today = the_clock.today()
    uscc = issued.holder_uscc
    for typed in (
        uscc, uscc.lower(), f"{uscc[:6]} {uscc[6:12]} {uscc[12:]}", f"代码：{uscc}，", uscc.translate(WIDE),
        "T/DEMO 001—2024", "T/DEMO 001-2024", "t/demo001–2024", "Ｔ／ＤＥＭＯ　００１", "成都", "成都市 板式家具", "成都 样例",
        "家居制造有限公司", "样例家居制造（有限公司）", "E－100", "e 100", "板式\u200b家具",
    ):  # fmt: skip
        assert [row.pk for row in search(Query(text=typed), today).rows] == [issued.pk], typed
    for typed in ("绵阳 板式家具", "T/DEMO 002—2024", "——", "“”", uscc[:-1] + "Q"):
        assert search(Query(text=typed), today).rows == [], typed


def test_an_enterprise_is_found_by_its_other_names(issued):
    Authorization.objects.filter(pk=issued.pk).update(other_names="旧日家具（四川）厂\n新名家居有限公司")
    for typed in ("旧日家具(四川)厂", "新名 家居"):
        assert [row.pk for row in search(Query(text=typed), the_clock.today()).rows] == [issued.pk]


def test_only_a_well_formed_number_that_was_never_issued_calls_for_a_report(client, issued):
    today = the_clock.today()
    never = authorization_number("TFMP", "C", "510100", 2026, 999)
    swap = "A" if issued.number[-1] != "A" else "B"
    expected = {
        never: "unknown",
        f"{never}，": "unknown",
        f"查 {never.lower()} 。": "unknown",
        authorization_number("TFMP", "S", "513400", 2026, 1): "unknown",
        issued.number[:-1] + swap: "mistyped",
        f"{issued.number[:-1]}{swap}。": "mistyped",
        authorization_number("TFMP", "X", "510100", 2026, 1): "mistyped",
        authorization_number("TFMQ", "C", "510100", 2026, 1): "mistyped",
        authorization_number("TFMP", "C", "999999", 2026, 1): "mistyped",
        authorization_number("TFMP", "C", "510100", 2031, 1): "mistyped",
        authorization_number("TFMP", "C", "510100", 1999, 1): "mistyped",
        issued.application.number: "unreadable",
        filing_number("TFMP", "A", 2026, 777): "unreadable",
        "你好": "unreadable",
        "13800000000": "unreadable",
        issued.holder_uscc: "unreadable",
        issued.number[:-3]: "unreadable",
        "——": "unreadable",
    }
    assert {typed: verify(typed, today).answer.value for typed in expected} == expected
    for typed, answer in expected.items():
        page = client.get(reverse("verify"), {"number": typed}, follow=True)
        assert page.status_code == 404, typed
        assert ("举报。" in page.content.decode().split("<form")[0]) is (answer == "unknown"), typed


def test_the_examples_of_the_home_page_find_something(client, issued):
    home = client.get(reverse("home"))
    examples = home.context["examples"]
    assert examples[0] == issued.product_name
    assert all(search(Query(text=example), the_clock.today()).rows for example in examples)
    others = [
        SimpleNamespace(product_name="四川泡菜", holder_name="甲", region_label="南充市"),
        SimpleNamespace(product_name="激光电视机", holder_name="乙", region_label="绵阳市"),
        SimpleNamespace(product_name="激光电视机", holder_name="乙", region_label="绵阳市"),
        SimpleNamespace(product_name="蒸青绿茶", holder_name="丙茶叶", region_label="雅安市"),
    ]
    assert example_questions(others) == ["四川泡菜", "绵阳 激光电视机", "丙茶叶"]
    assert example_questions([]) == []
