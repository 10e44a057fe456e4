"""The guide says what the programme and the policies say today, and nothing else."""

import io
from datetime import date

import openpyxl
import pytest
from django.test import Client

from applications.guide.content import guide, policy_keys, words
from applications.guide.public import guide_page
from applications.guide.sheets import SHEETS
from applications.models import Programme
from tests import make
from tests.queries import costs
from tianfu.accounts.access.rules import PUBLIC
from tianfu.workflow.policies.catalogue import default_policies
from tianfu.workflow.policies.values import set_policy
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(reference: None) -> Programme:
    return Programme.objects.get(slug="tfmp")


def page(client: Client) -> str:
    response = client.get("/guide/tfmp/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_only_programme_s_guide_is_the_guide(client: Client, programme: Programme) -> None:
    assert client.get("/guide/").headers["Location"] == "/guide/tfmp/"


def test_every_route_shows_its_materials_and_steps_in_the_order_of_the_programme(programme: Programme) -> None:
    found = guide(programme.current_version())
    assert [route.label for route in found.routes] == ["品质认证", "自我声明"]
    assert [step.label for step in found.routes[0].steps] == [
        "形式审查", "市州初审", "证书核验", "资料审核", "公示", "准予决定", "签署授权协议",
    ]  # fmt: skip
    assert [row.label for row in found.routes[1].materials] == [
        "检测报告",
        "执行标准文本",
        "自查评价报告",
        "其他证明材料",
    ]
    assert [row.required for row in found.routes[1].materials] == [True, True, True, False]


def test_a_changed_policy_changes_the_guide_on_its_day(client: Client, programme: Programme, clock: object) -> None:
    clock.set("2026-11-24")
    assert "<strong>形式审查</strong> · 企业所在市（州）市场监督管理局 · 5 个工作日" in page(client)
    set_policy(
        "stage.completeness_check.days",
        3,
        source="川市监发〔2026〕9号",
        valid_from=date(2026, 11, 25),
        actor=None,
        shown=NO_PAGE,
    )
    assert "形式审查</strong> · 企业所在市（州）市场监督管理局 · 5 个工作日" in page(client)
    clock.set("2026-11-25")
    text = page(client)
    assert "形式审查</strong> · 企业所在市（州）市场监督管理局 · 3 个工作日" in text
    assert "一次告知全部需要补正的内容" in text and "形式审查会在 3 个工作日内" in text
    assert "期限：川市监发〔2026〕9号" in text


def test_the_sum_of_the_steps_is_the_sum_of_their_limits(programme: Programme) -> None:
    route = guide(programme.current_version()).routes[0]
    assert route.working_days == sum(int(step.days.split()[0]) for step in route.steps) == 65


def test_where_two_people_act_the_guide_says_so(programme: Programme) -> None:
    steps = {step.label: step.people for step in guide(programme.current_version()).routes[0].steps}
    assert {label for label, people in steps.items() if people == 2} == {"市州初审", "准予决定"}


def test_only_batches_that_are_not_over_are_named(programme: Programme, clock: object) -> None:
    clock.set("2026-11-24")
    over = make.batch("旧批次", opens=date(2026, 1, 1), closes=date(2026, 11, 23))
    last_day = make.batch("末日批次", opens=date(2026, 1, 1), closes=date(2026, 11, 24))
    coming = make.batch("下一批次", opens=date(2026, 12, 1), closes=date(2026, 12, 31))
    assert over not in guide(programme.current_version()).batches
    assert guide(programme.current_version()).batches == [last_day, coming]


def test_every_number_in_the_guide_s_words_is_a_policy_that_exists() -> None:
    assert policy_keys(words("tfmp")) - {entry.key for entry in default_policies()} == set()


def test_a_programme_without_words_of_its_own_still_has_a_guide(programme: Programme, monkeypatch: object) -> None:
    monkeypatch.setattr("applications.guide.content.words", lambda slug: {})
    found = guide(programme.current_version())
    assert found.questions == []
    assert len(found.routes[0].steps) == 7


def test_the_guide_asks_a_fixed_number_of_queries(client: Client, programme: Programme) -> None:
    make.batch()
    more = lambda: [make.batch(f"2026 年第{number}批") for number in "二三四"]  # noqa: E731
    assert costs(lambda: page(client), more) == (6, 6)


@pytest.mark.parametrize("key", sorted(SHEETS))
def test_each_form_to_download_opens_and_has_its_heading(client: Client, programme: Programme, key: str) -> None:
    response = client.get(f"/guide/tfmp/{key}.xlsx")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment;")
    rows = list(openpyxl.load_workbook(io.BytesIO(response.content)).active.values)
    headings = {"comparison": "指标", "self-check": "维度", "checklist": "方式"}
    assert rows[0][0] == headings[key]
    assert len(rows) > 1


def test_the_self_check_form_has_a_row_for_every_indicator_of_the_scheme(client: Client, programme: Programme) -> None:
    rows = list(openpyxl.load_workbook(io.BytesIO(client.get("/guide/tfmp/self-check.xlsx").content)).active.values)
    assert [row[1] for row in rows[1:4]] == ["1.1", "1.2", "1.3"]


@pytest.mark.parametrize("address", ["/guide/none/", "/guide/tfmp/none.xlsx", "/guide/none/comparison.xlsx"])
def test_an_unknown_guide_or_form_is_not_found(client: Client, programme: Programme, address: str) -> None:
    assert client.get(address).status_code == 404


def test_home_sign_up_and_menu_lead_to_the_guide(client: Client, programme: Programme) -> None:
    for address in ("/", "/account/signup/", "/notices/"):
        assert 'href="/guide/"' in client.get(address).content.decode()


def test_the_guide_is_public_and_may_be_cached(client: Client, programme: Programme) -> None:
    assert guide_page.access_rule is PUBLIC
    assert client.get("/guide/tfmp/").headers["Cache-Control"] == "public, max-age=300"


def test_the_guide_says_whom_to_ask(client: Client, programme: Programme) -> None:
    text = page(client)
    assert "四川省市场监督管理局" in text and "四川省市场监督管理学会" in text
    assert "电话：028-00008888" in text and "电子邮箱：authority@example.test" in text
