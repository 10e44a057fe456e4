"""The work list: who went first, who holds the case, order and filters in the address, export, the next case after an act."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Application
from applications.review.work.handlers import take
from applications.review.work.work_list import SORTS
from tests import make
from tests.kept import kept
from tianfu.accounts.roles import Role
from tianfu.ledger.models import AuditEvent

pytestmark = pytest.mark.django_db


def three_cases(clock):
    """Three cases of 成都 filed on three days: the first at 市州初审, two at 形式审查."""
    people = make.staff()
    clock.set("2026-03-02")
    first = make.filed()
    owner = {"person": first.created_by}
    clock.set("2026-03-04")
    second = make.filed(item=make.product(first.enterprise, "餐边柜"), **owner)
    clock.set("2026-03-06")
    third = make.filed(item=make.product(first.enterprise, "=1+1 沙发"), **owner)
    clock.set("2026-03-09")
    return people, (make.advance_to(first, "prefecture_review", people, clock), second, third)


whole_world, world = kept(three_cases)


@pytest.fixture
def people(world):
    return world[0]


@pytest.fixture
def cases(world):
    return world[1]


@pytest.fixture
def look(client, people):
    """The numbers of the list in their order, as this person's page shows them."""

    def shown(person="prefecture", **query):
        client.force_login(people[person])
        answer = client.get(reverse("console:work_list"), query)
        assert answer.status_code == query.pop("status", 200), answer.status_code
        return re.findall(r'class="open" href="[^"]*">([^<]+)<', answer.content.decode())

    return shown


def test_the_list_says_who_went_first_and_who_holds_the_case(client, people, cases):
    first, second, _ = cases
    make.passing(first, people["prefecture"], "建议推荐")
    take(second, user=people["prefecture"])
    client.force_login(people["prefecture"])
    page = client.get(reverse("console:work_list"), {"view": "desk"}).content.decode()
    rows = {number: row for row in page.split("<tr>") for number in (first.number, second.number) if number in row}
    assert "拟通过“市州初审”" in rows[first.number] and people["prefecture"].name in rows[first.number]
    assert f'data-label="经办">{people["prefecture"].name}' in rows[second.number]
    assert "待复核的意见" not in rows[second.number]


@pytest.mark.parametrize("column", SORTS)
def test_every_column_sorts_both_ways_and_says_so(client, people, cases, look, column):
    up, down = look(view="desk", sort=column), look(view="desk", sort=f"-{column}")
    assert sorted(up) == sorted(down) == sorted(case.number for case in cases)
    page = client.get(reverse("console:work_list"), {"view": "desk", "sort": f"-{column}"}).content.decode()
    assert page.count('aria-sort="descending"') == 1 and 'aria-sort="ascending"' not in page
    if column in ("number", "due"):
        assert up == down[::-1] != down


def test_an_order_that_does_not_exist_is_the_usual_one(cases, look):
    assert look(view="desk", sort="--due") == look(view="desk", sort="; drop table") == look(view="desk")


def test_filters_stand_in_the_address(people, cases, look, clock):
    first, second, third = (case.number for case in cases)
    by = {
        "state": look(view="desk", state="prefecture_review"),
        "city": look(view="all", region="510100"),
        "other city": look("operator", view="all", region="510700"),
        "route": look(view="desk", route="self_declaration"),
        "text": look(view="desk", q="餐边"),
        "late": look(view="desk", due="over"),
        "by day": look(view="desk", due_from="2026-03-11", due_to="2026-03-13"),
        "moved": look(view="all", moved_from="2026-03-05"),
        "age": look(view="desk", age="4-10"),
        "done": look(view="done"),
    }
    # Five working days for 形式审查: filed on 4 and 6 March, due on 11 and 13 March.
    assert by == {
        "state": [first], "city": [second, third, first], "other city": [], "route": [], "text": [second], "late": [],
        "by day": [second, third], "moved": [third, first], "age": [second], "done": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"due_from": "昨天"}, "“期限自”请写成 2026-12-04 的形式。"),
        ({"due_to": "2026-02-30"}, "“期限至”请写成 2026-12-04 的形式。"),
        ({"due_from": "2026-03-05", "due_to": "2026-03-01"}, "“期限至”不能早于“期限自”。"),
        ({"state": "nowhere"}, "“环节或结果”没有这一项，请重新选择。"),
        ({"region": "110000"}, "“市（州）”没有这一项，请重新选择。"),
        ({"q": "长" * 201}, "查询内容最多 200 个字，请缩短后再查。"),
    ],
)
def test_a_filter_that_cannot_be_read_says_so_and_keeps_the_rest(client, people, cases, query, words):
    client.force_login(people["prefecture"])
    answer = client.get(reverse("console:work_list"), {"view": "desk", "route": "quality_certification", **query})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert cases[0].number in answer.content.decode()


def test_counts_and_pages(client, people, cases, look, monkeypatch):
    monkeypatch.setattr("applications.review.console.work_list.PAGE", 2)
    numbers = look(view="desk"), look(view="desk", page="2"), look(view="desk", page="99")
    assert [len(page) for page in numbers] == [2, 1, 1]
    page = client.get(reverse("console:work_list"), {"view": "desk", "page": "2"}).content.decode()
    assert "第 3 件，共 3 件" in page


def test_the_next_case_of_the_same_list_follows_an_act(client, people, cases):
    _, second, third = cases
    client.force_login(people["prefecture"])
    page = client.get(reverse("console:work_list"), {"view": "todo", "state": "completeness_check"}).content.decode()
    opened = re.search(r'class="open" href="([^"]*)"', page)[1].replace("&amp;", "&")
    review = client.get(opened)
    assert f"/{second.pk}/" in opened and "第 1 件，共 2 件" in review.content.decode()
    action = re.search(r'action="(/console/applications/\d+/pass/[^"]*)"', review.content.decode())[1].replace(
        "&amp;", "&"
    )
    entries = second.programme_version.payload["checklists"]["completeness_check"]
    form = {"seen": second.revision, "opinion": "齐全"} | {f"item_{entry['key']}": "on" for entry in entries}
    answer = client.post(action, form, follow=True)
    assert Application.objects.get(pk=second.pk).state == "prefecture_review"
    # The case has left the list: the next one has moved up into its place.
    following = re.search(r'rel="next" href="([^"]*)"', answer.content.decode())[1].replace("&amp;", "&")
    assert f"/console/applications/{third.pk}/" in following
    last = client.get(following).content.decode()
    assert "第 1 件，共 1 件" in last and "本清单没有下一件" in last


def test_a_page_below_a_case_stands_at_the_place_of_its_case(client, people, cases):
    """退回, 要求补正 and the other pages of their own: the case has not left the list."""
    client.force_login(people["prefecture"])
    place = {"from": "view=todo&state=completeness_check", "at": "0"}
    for below in ("", "correct/", "send-back/", "assign/"):
        page = client.get(f"/console/applications/{cases[1].pk}/{below}", place)
        assert (page.status_code, "第 1 件，共 2 件" in page.content.decode()) == (200, True), below


def test_earlier_opinions_stand_beside_the_decision(client, people, clock):
    case = make.advance_to(make.filed(), "approval", people, clock)
    make.passing(case, people["province"], "符合规范，建议准予")
    client.force_login(people["province_second"])
    page = client.get(reverse("console:review", args=[case.pk])).content.decode()
    beside = page[page.index("此前的意见") :]
    assert [label in beside for label in ("形式审查", "市州初审", "资料审核", "提出通过", "符合规范，建议准予")] == [
        True
    ] * 5


EXPORTERS = {"prefecture": 403, "prefecture_second": 200, "operator": 200, "province": 200, "province_second": 200}


@pytest.mark.parametrize(("who", "status"), EXPORTERS.items())
def test_export_is_a_permission_of_its_own(client, people, cases, who, status):
    client.force_login(people[who])
    answer = client.get(reverse("console:export"), {"view": "all"})
    refused = "您没有导出申报清单的权限。确有需要，请联系系统管理员。" in answer.content.decode()
    assert (answer.status_code, refused) == (status, status == 403)
    offered = "导出表格" in client.get(reverse("console:work_list"), {"view": "all"}).content.decode()
    assert offered == (status == 200)


def test_a_gap_without_its_place_is_named_above_the_form(client, people, cases):
    client.force_login(people["prefecture"])
    answer = client.post(f"/console/applications/{cases[0].pk}/correct/", {"gap-0-text": "缺第 2 页"})
    assert (answer.status_code, "请补全标出的各项。" in answer.content.decode()) == (422, True)


def test_export_asks_for_a_reason_and_is_recorded(client, people, cases):
    client.force_login(people["operator"])
    url = reverse("console:export") + "?view=all&state=completeness_check"
    refused = client.post(url, {"reason": " "})
    assert refused.status_code == 422 and "请写明导出用途" in refused.content.decode()
    assert AuditEvent.objects.filter(action="application.exported").count() == 0
    answer = client.post(url, {"reason": "月度通报"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    event = AuditEvent.objects.get(action="application.exported")
    assert (event.actor, event.reason) == (people["operator"], "月度通报")
    assert event.data == {"view": "all", "filters": {"state": "completeness_check"}, "rows": 2}


def test_the_page_of_the_export_leads_back_to_the_list_and_its_button_serves_again(client, people, cases):
    client.force_login(people["operator"])
    page = client.get(reverse("console:export")).content.decode()
    back = re.search(r'<a href="([^"]+)">返回', page)[1]
    assert client.get(back.replace("&amp;", "&")).status_code == 200
    page = client.get(reverse("console:export"), {"view": "all"}).content.decode()
    assert "data-download" in page, "the script must not wait for another page"
    form = {"reason": "月度通报", "kept": "/console/work/export/#0"}
    answer = client.post(reverse("console:export") + "?view=all", form)
    assert "kept_done" in answer.cookies, "a file is an answer: the text was handed in"


def test_export_is_safe_to_open_and_in_beijing_time(client, people, cases):
    client.force_login(people["operator"])
    data = client.post(reverse("console:export") + "?view=all&sort=number", {"reason": "核对"}).content
    assert data.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert len(rows) == 3 and head[0] == "编号"
    third = dict(zip(head, rows[2], strict=True))
    assert third["产品"] == "'=1+1 沙发"
    assert (third["进入环节（北京时间）"], third["期限"]) == ("2026-03-06 10:00", "2026-03-13")


def test_export_shows_only_what_the_person_may_see(client, people, cases):
    elsewhere = make.officer(Role.PREFECTURE_APPROVER, "510700")
    client.force_login(elsewhere)
    page = client.get(reverse("console:export"), {"view": "all"}).content.decode()
    assert "现在不能办理" in page
    data = client.post(reverse("console:export") + "?view=all", {"reason": "试"}).content.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(data)))) == 1


def test_export_costs_the_same_whatever_its_length(client, people, cases):
    client.force_login(people["operator"])

    def count():
        with CaptureQueriesContext(connection) as captured:
            client.post(reverse("console:export") + "?view=all", {"reason": "核对"})
        return len(captured)

    count()
    before = count()
    make.filed(item=make.product(cases[0].enterprise, "茶几"), person=cases[0].created_by)
    assert count() == before
