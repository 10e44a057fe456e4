"""Words of refusal around a change: each asked for once, where nothing else is wrong."""

from datetime import timedelta

import pytest

from certification.changes.requests.acts import file_request, retract
from certification.changes.requests.decisions import confirm, decide_alone, drop, hand_back, propose, record_site_check
from tests import make
from tests.refusing import unlike
from tianfu.accounts.roles import Role
from tianfu.demo.routes import Route
from tianfu.workflow import clock as the_clock
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
MORE = "E-100、E-200"


@pytest.fixture
def declared(issued):
    return issued(Route.SELF_DECLARATION)


def filed(mark, kind="models", *, user=None, typed=None, text="增加型号", proof=make.PASSWORD):
    return file_request(
        mark, kind, typed or {"models_text": MORE}, user=user or mark.application.created_by, text=text,
        uploads=[make.pdf()], proof=proof, shown=NO_PAGE,
    )  # fmt: skip


def test_a_holder_is_refused_for_each_reason(declared):
    viewer = make.member(declared.enterprise.organisation, edit=True)
    assert unlike([
        ("变更由有签署权限的成员提出。请联系企业管理员授予", lambda: filed(declared, user=viewer)),
        ("请选择要变更的事项。", lambda: filed(declared, "owner")),
        ("请写明变更的原因。", lambda: filed(declared, text=" ")),
    ]) == {}  # fmt: skip


def test_the_same_model_under_the_same_enterprise_standard_is_another_enterprises(declared, issued, ask):
    own = {"standard_number": "Q/DEMO 1—2026", "standard_title": "家具", "trademark": ""}
    other = make.product(make.enterprise("另一家具有限公司"), "板式家具", models_text="E-200", **own)
    issued(Route.SELF_DECLARATION, item=other)
    type(declared).objects.filter(pk=declared.pk).update(standard="Q/DEMO 1—2026 家具", trademark="")
    with pytest.raises(Exception, match="“E-200”已由其他企业以相同的执行标准“Q/DEMO 1—2026 家具”取得授权"):
        ask(declared, models_text=MORE)
    type(declared).objects.filter(pk=declared.pk).update(standard="GB/T 3324—2024 家具")
    assert ask(declared, models_text=MORE).state == "waiting"


def test_a_certificate_of_others_bears_no_change(issued, ask):
    mark = issued()
    theirs = make.certificate(mark.certificate.body, models_text=MORE, valid_until=the_clock.today() + timedelta(90))
    with pytest.raises(Exception, match="证书持有人与授权持有人不是同一主体。") as refused:
        ask(mark, models_text=MORE, certificate=theirs)
    assert "证书产品“他人产品”与授权产品“板式家具”不一致。" in refused.value.message_dict["certificate"]


def test_the_desk_is_refused_for_each_reason(declared, ask, pair, issued):
    first, second = pair
    row = ask(declared, models_text=MORE)
    stranger = make.officer(Role.PREFECTURE_OFFICER, "510100")
    day, found = the_clock.today(), {"place": "新厂", "finding": "具备", "conforms": True}
    assert unlike([
        ("变更申请由运营机构办理。", lambda: propose(row, "accept", user=stranger, seen=0, reason="属实")),
        ("请选择同意变更或不予变更。", lambda: propose(row, "grant", user=first, seen=0, reason="属实")),
        ("请写明核查情况和理由：会告知企业。", lambda: propose(row, "accept", user=first, seen=0, reason=" ")),
        ("该决定须由两人作出", lambda: decide_alone(row, "accept", user=first, seen=0, reason="属实", shown=NO_PAGE)),
        ("该申请不需要登记现场核查。", lambda: record_site_check(row, user=first, seen=0, visited_on=day, **found)),
    ]) == {}  # fmt: skip
    proposal = propose(row, "accept", user=first, seen=0, reason="属实")
    assert unlike([
        ("已提出“同意变更”，请先确认或撤下。", lambda: propose(row, "refuse", user=second, seen=0, reason="不足")),
        ("您是提出人，须由另一人确认。", lambda: confirm(proposal, user=first, seen=0, shown=NO_PAGE)),
        ("只有运营机构经办人可以撤下提议。", lambda: drop(proposal, user=stranger)),
    ]) == {}  # fmt: skip
    drop(proposal, user=second)
    assert unlike([
        ("该提议已确认、已撤下或已失效。", lambda: confirm(proposal, user=second, seen=0, shown=NO_PAGE)),
        ("该提议已确认、已撤下或已失效。", lambda: drop(proposal, user=second)),
    ]) == {}  # fmt: skip
    again = propose(row, "refuse", user=second, seen=0, reason="不足")
    with pytest.raises(Exception, match="您对这一情况提出过处理意见，须由未提出过意见的人员确认。"):
        confirm(again, user=first, seen=0, shown=NO_PAGE)


def test_a_visit_is_written_down_whole_and_in_its_time(declared, ask, pair):
    row, day = ask(declared, "site", site="新厂路 8 号"), the_clock.today()
    found = {"visited_on": day, "place": "新厂", "finding": "具备", "conforms": True}

    def visit(**more):
        return record_site_check(row, user=pair[0], seen=row.revision, **found | more)

    assert unlike([
        ("请写明核查的地点和情况。", lambda: visit(place=" ")),
        ("核查日期应在申请之后，不能晚于今天。", lambda: visit(visited_on=day + timedelta(days=1))),
        ("核查日期应在申请之后，不能晚于今天。", lambda: visit(visited_on=day - timedelta(days=1))),
    ]) == {}  # fmt: skip
    visit()
    propose(row, "refuse", user=pair[0], seen=0, reason="不足")
    assert unlike([("已提出“不予变更”，请先确认或撤下。", visit)]) == {}


def test_what_is_decided_or_with_the_holder_is_not_decided_again(declared, ask, pair, decide):
    row = ask(declared, models_text=MORE)
    back = hand_back(row, user=pair[0], seen=0, reason="缺报告")
    with pytest.raises(Exception, match="该申请当前“退回补正”，不能办理。"):
        propose(back, "accept", user=pair[0], seen=1, reason="属实")
    retract(back, user=declared.application.created_by, seen=1)


def test_a_name_is_not_proposed(declared, ask, pair):
    names = type(declared.enterprise.organisation).objects.filter(pk=declared.enterprise.organisation_id)
    names.update(name="样例家居股份有限公司")
    row = ask(declared, "name", files=0)
    with pytest.raises(Exception, match="该事项由一人核对后办结，无需提出。"):
        propose(row, "accept", user=pair[0], seen=0, reason="一致")
