"""The pages of 征求部门意见: the desk asks, a department sees its own questions alone, the case shows what came."""

import pytest
from django.urls import reverse

from applications.programmes.names import KEPT
from applications.review.stages.consultation.models import Consultation
from tests import make
from tests.applications.review.stages.consultation.scene import (
    OFFICES,
    QUESTION,
    answering,
    asking,
    at_consultation,
    fresh,
    outcomes,
)
from tests.kept import kept
from tests.pages import hidden
from tests.queries import costs, opening
from tianfu.accounts.roles import Role

pytestmark = pytest.mark.django_db
FARM, TRADE, INDUSTRY = OFFICES
LIST = "/console/consultations/"


@pytest.fixture(scope="module", autouse=True)
def names():
    before = dict(KEPT.versions)
    yield
    KEPT.versions = before


whole_world, world = kept(at_consultation)


def one(row):
    return f"{LIST}{row.pk}/"


def test_the_desk_asks_on_a_page_that_says_what_follows(client, world):
    case = world["case"]
    client.force_login(world["desk"])
    review = client.get(reverse("console:review", args=[case.pk])).content.decode()
    url = reverse("console:consult", args=[case.pk])
    assert url in review and "还没有征求任何部门的意见，请先发出征求意见。" in review
    page = client.get(url)
    assert "逾期未回复的，本件随即进入下一环节" in page.content.decode()
    empty = client.post(url, hidden(page))
    assert empty.status_code == 422
    assert empty.context["form"].errors == {
        "departments": ["请至少选择一个部门。"], "question": ["请写明征求意见的事项。"]
    }  # fmt: skip
    form = {**hidden(page), "departments": [world["farm"].pk, world["trade"].pk], "question": QUESTION}
    assert client.post(url, form).status_code == 302
    assert client.post(url, form).status_code == 302  # the same form counts once
    assert outcomes(world) == {FARM: "", TRADE: ""}
    again = client.post(url, {**hidden(client.get(url)), "departments": [world["farm"].pk], "question": QUESTION})
    assert again.status_code == 422
    assert again.context["form"].errors == {
        "departments": [f"“{FARM}”已于 2026 年 3 月 9 日征求过意见，不能重复征求。"]
    }
    foreign = client.post(url, {**hidden(page), "departments": ["0", "x"], "question": QUESTION})
    assert foreign.context["form"].errors == {"departments": ["所选部门不在部门名录中，请重新选择。"]}


def test_a_department_sees_and_answers_its_own_questions_alone(client, world):
    farm, trade = asking(world, "farm", "trade")
    client.force_login(world["farm_officer"])
    home = client.get("/console/").content.decode()
    assert "征求意见" in home and f"请代表{FARM}答复征求意见。" in home
    page = client.get(LIST).content.decode()
    assert one(farm) in page and one(trade) not in page
    assert client.get(one(trade)).status_code == 404
    assert client.post(one(trade), {"outcome": "agreed"}).status_code == 404
    shown = client.get(one(farm))
    text = shown.content.decode()
    for expected in (QUESTION, "演示光电有限公司", "车载显示屏", "甲醛释放量", "逾期未回复视为无异议"):
        assert expected in text
    assert str(world["desk"]) not in text
    assert client.get(reverse("console:review", args=[world["case"].pk])).status_code == 403
    refused = client.post(one(farm), {**hidden(shown), "outcome": "opinion", "text": ""})
    assert refused.status_code == 422
    assert refused.context["form"].errors == {"text": ["选择“有意见”的，请写明意见和理由。"]}
    form = {**hidden(shown), "outcome": "opinion", "text": "建议补充产地证明。", "files": [make.pdf("意见.pdf")]}
    assert client.post(one(farm), form).status_code == 302
    assert outcomes(world) == {FARM: "opinion", TRADE: ""}
    done = client.get(one(farm)).content.decode()
    assert "建议补充产地证明。" in done and "意见.pdf" in done and "提交答复" not in done
    assert one(farm) not in client.get(LIST).content.decode()
    assert one(farm) in client.get(f"{LIST}?all=1").content.decode()


def test_a_second_window_and_a_page_that_is_out_of_date_are_refused(client, world, clock):
    farm, trade = asking(world, "farm", "trade")
    client.force_login(world["farm_officer"])
    first, second = (hidden(client.get(one(farm))) for _ in range(2))
    stale = client.post(one(farm), {**first, "shown": "0" * 64, "outcome": "agreed"})
    assert stale.status_code == 409
    assert client.post(one(farm), {**first, "outcome": "agreed"}).status_code == 302
    late = client.post(one(farm), {**second, "outcome": "opinion", "text": "另一个窗口里写的意见"})
    assert late.status_code == 409
    assert "不能再次答复" in late.content.decode() and "另一个窗口里写的意见" in late.content.decode()
    client.force_login(world["trade_officer"])
    open_page = hidden(client.get(one(trade)))
    clock.set("2026-03-17")
    over = client.post(one(trade), {**open_page, "outcome": "opinion", "text": "来迟的意见"})
    assert over.status_code == 409
    assert "已经届满" in over.content.decode() and "来迟的意见" in over.content.decode()
    assert "现在不能答复" in client.get(one(trade)).content.decode()
    assert outcomes(world) == {FARM: "agreed", TRADE: ""}


def test_nobody_else_opens_the_pages_of_departments(client, world):
    (farm,) = asking(world, "farm")
    people = (world["desk"], world["staff"]["province"], make.officer(Role.AUDITOR), make.officer(Role.EXPERT))
    for person in people:
        client.force_login(person)
        assert (client.get(LIST).status_code, client.get(one(farm)).status_code) == (403, 403)
    client.force_login(world["farm_officer"])
    assert client.get(reverse("console:consult", args=[world["case"].pk])).status_code == 403


def test_officers_read_who_answered_what_and_when_the_firm_only_how_many(client, world):
    asking(world, "farm", "trade", "industry")
    answering(world, "farm", "opinion", "建议补充产地证明。")
    answering(world, "trade")
    client.force_login(world["desk"])
    review = client.get(reverse("console:review", args=[world["case"].pk])).content.decode()
    for expected in (
        FARM, "有意见", "建议补充产地证明。", str(world["farm_officer"]), "待答复",
        f"{INDUSTRY}还没有答复，最迟 2026 年 3 月 16 日（周一）。",
    ):  # fmt: skip
        assert expected in review
    client.force_login(world["case"].created_by)
    portal = client.get(reverse("portal:application", args=[world["case"].pk])).content.decode()
    assert "已征求 3 个部门的意见，2 个已经答复。" in portal
    for secret in ("建议补充产地证明。", FARM, str(world["farm_officer"])):
        assert secret not in portal
    answering(world, "industry")
    client.force_login(world["desk"])
    panel = client.get(reverse("console:review", args=[world["case"].pk]))
    assert "部门意见的研究处理情况" in panel.content.decode()
    passed = client.post(
        reverse("console:pass", args=[world["case"].pk]), {**hidden(panel), "act": "pass_stage", "opinion": "已核对。"}
    )
    if passed.status_code == 200:  # the notice that follows is said first
        passed = client.post(reverse("console:pass", args=[world["case"].pk]), hidden(passed))
    assert (passed.status_code, fresh(world["case"]).state) == (302, "public_notice")


def test_the_list_asks_the_same_however_long_it_is(client, world):
    asking(world, "farm")
    client.force_login(world["farm_officer"])

    def more():
        for n in range(3):
            office, _ = make.department(f"湖北省第 {n} 厅", "420000")
            type(office.memberships.get()).objects.create(
                user=world["farm_officer"], organisation=office, status="active",
                decided_at=Consultation.objects.first().asked_at,
            )  # fmt: skip
            world[f"more{n}"] = office
        asking(world, "more0", "more1", "more2")

    before, after = costs(opening(client, LIST), more)
    assert before == after
