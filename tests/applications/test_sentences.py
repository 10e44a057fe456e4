"""One sentence says where a case stands: every state × reader × due, overdue, paused, provisional."""

import itertools
import re
import tomllib
from datetime import date, timedelta

import pytest
from django.conf import settings

from applications.cases.standing.position import stands
from applications.cases.standing.sentences import Reader, Standing, sentence, waits_for
from applications.cases.states import STAGES
from applications.cases.states import ApplicationState as S
from applications.models import Application
from tests import make
from tests.some import some

DUE = date(2026, 12, 4)
TIMES = {
    "due": {"due": DUE},
    "provisional": {"due": DUE, "provisional": True},
    "overdue": {"due": DUE, "over": True, "late": 2},
    "over_on_a_rest_day": {"due": DUE, "over": True, "late": 0},
    "paused": {"paused": "补正", "paused_since": date(2026, 12, 1)},
    "no_clock": {},
}
DESK = "成都市市场监督管理局"


def standing(state, time, **more):
    return Standing(state=state, label=S(state).label, desk=DESK, phone="12315", **TIMES[time], **more)


@pytest.mark.parametrize(("state", "reader", "time"), list(itertools.product(S, Reader, TIMES)))
def test_sentence_is_whole_chinese_and_true_for_every_state_reader_and_clock(state, reader, time):
    for more in ({}, {"answered": True}, {"to_decide": True}):
        text = sentence(standing(state, time, **more), reader)
        assert text.endswith("。")
        assert text.count("。") <= 2
        assert not re.search(r"[,;:()A-Za-z]|  |None|，，|。。|，。|（）", text), text
        assert text.count(DESK) <= 1
        assert "和省" not in text
        assert not ("最迟" in text and ("已过" in text or "超过" in text)), text
        if time.startswith("over"):
            assert "最迟" not in text, text
        if time == "paused" and state in STAGES and reader is not Reader.PUBLIC and state != S.AGREEMENT and not more:
            assert "已中止" in text
            assert "2026 年 12 月 1 日（周二）起" in text
        if reader is Reader.PUBLIC:
            assert "您" not in text
            assert "12315" not in text
        if reader is Reader.OFFICER:
            assert "您" not in text


@pytest.mark.parametrize(
    ("state", "time", "reader", "words"),
    [
        ("prefecture_review", "due", Reader.ENTERPRISE,
         "申报正由成都市市场监督管理局办理市州初审，最迟 2026 年 12 月 4 日（周五）答复。"),
        ("prefecture_review", "provisional", Reader.OFFICER,
         "本件正由成都市市场监督管理局办理市州初审，最迟 2026 年 12 月 4 日（周五）（暂定）办结。"),
        ("prefecture_review", "overdue", Reader.ENTERPRISE,
         "市州初审已超过期限 2 个工作日，成都市市场监督管理局正在办理；您可以致电 12315。"),
        ("prefecture_review", "over_on_a_rest_day", Reader.OFFICER,
         "市州初审期限 2026 年 12 月 4 日（周五）已过，成都市市场监督管理局正在办理。"),
        ("document_review", "paused", Reader.ENTERPRISE,
         "资料审核已中止计时：补正，自 2026 年 12 月 1 日（周二）起。"),
        ("correction_required", "due", Reader.ENTERPRISE,
         "等待您按补正通知修改并重新提交，请在 2026 年 12 月 4 日（周五）前完成。"),
        ("correction_required", "overdue", Reader.OFFICER,
         "已超过期限 2 个工作日，企业还没有重新提交补正后的申报。"),
        ("agreement", "due", Reader.ENTERPRISE,
         "等待您签署授权协议，请在 2026 年 12 月 4 日（周五）前完成。"),
        ("public_notice", "due", Reader.PUBLIC, "正在公示，至 2026 年 12 月 4 日（周五）止。"),
        ("public_notice", "overdue", Reader.ENTERPRISE,
         "公示期已于 2026 年 12 月 4 日（周五）届满，正在转入下一环节。"),
        ("approval", "due", Reader.PUBLIC, "正在办理准予决定。"),
    ],
)  # fmt: skip
def test_pattern_reads_as_a_person_would_write_it(state, time, reader, words):
    assert sentence(standing(state, time), reader) == words


def test_agreement_signed_by_the_enterprise_waits_for_the_operator():
    signed = standing("agreement", "due", answered=True)
    assert sentence(signed, Reader.ENTERPRISE).startswith("申报正由成都市市场监督管理局办理签署授权协议")
    assert (waits_for(signed, Reader.ENTERPRISE), waits_for(standing("agreement", "due"), Reader.ENTERPRISE)) == (
        DESK,
        "您",
    )


@pytest.mark.django_db
@pytest.mark.parametrize("route", ["quality_certification", "self_declaration"])
def test_page_of_every_stage_names_one_organ_and_no_passed_date_as_the_latest(client, clock, reference, route):
    clock.set("2026-03-02")
    application, people = make.filed(route), make.staff()
    for key in some(application.stage_order):
        application = make.advance_to(application, key, people, clock)
        for officer in (True, False):
            told = stands(Application.objects.get(pk=application.pk), officer=officer)["sentence"]
            assert "和" not in told.replace("和标识", "")
            assert told.count("四川省") + told.count("成都市") <= 1
        here = clock.set(application.due_on + timedelta(days=5))
        for officer in (True, False):
            assert "最迟" not in stands(Application.objects.get(pk=application.pk), officer=officer)["sentence"]
        client.force_login(application.created_by)
        assert "最迟" not in client.get(f"/portal/applications/{application.pk}/").content.decode(), (key, here)


def test_every_stage_has_one_desk():
    content = tomllib.loads((settings.BASE_DIR / "applications/programmes/tfmp.toml").read_text())
    desks = {stage["desk"] for stage in content["stages"].values() if "desk" in stage}
    assert [key for key in sorted(desks) if "和" in content["desks"][key]["name"]] == []
