"""The page of a case names the account whose turn it is; followed, it leads the case to its end."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Application
from tianfu.demo.accounts import person
from tianfu.demo.seeds import seed
from tianfu.demo.turn import turn_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(reference: None) -> None:
    assert seed()


def of(name: str) -> Application:
    """The first case of the enterprise that has not become a mark."""
    rows = Application.objects.filter(enterprise__organisation__name=name)
    return rows.exclude(state="authorized").earliest("pk")


def said(name: str) -> tuple[str, str]:
    turn = turn_of(of(name))
    assert turn is not None and turn.account is not None
    return turn.account.key, turn.words


def test_each_case_of_the_demo_names_who_acts_next(demo: None, client: Client, settings: Any) -> None:
    assert said("样例建造工程有限公司") == ("building", "填写并提交申报")
    assert said("样例茶叶专业合作社") == ("tea", "补正并重新提交")
    assert said("演示酒业股份有限公司") == ("operator", "资格核验")
    assert said("虚构钒钛材料有限公司") == ("operator", "资料审核")
    waits = turn_of(of("样例家居制造有限公司"))
    assert waits is not None and waits.account is None and "演示时间" in waits.words
    assert turn_of(of("演示软件有限公司")) is None

    case = of("虚构钒钛材料有限公司")
    client.force_login(person("vanadium"))
    page = client.get(f"/portal/applications/{case.pk}/").content.decode()
    assert "现在轮到 <strong>赵审核</strong>（运营机构审核员）：资料审核" in page
    assert f'name="next" value="{reverse("console:review", args=[case.pk])}"' in page

    settings.DEMO = False
    assert turn_of(case) is None
