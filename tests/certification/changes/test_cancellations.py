"""注销 on request: the holder reads what it means and signs, two people carry it out, the public reads it at once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from applications.models import CasePaper
from certification.authorizations.sanctions.acts import confirm, drop, open_proposal, propose
from certification.authorizations.states import Act, Cause
from certification.changes.cancellations.acts import ask_cancellation, hand_back, propose_cancellation, take_back
from certification.models import Authorization, CancellationRequest
from certification.register.verification import verify
from tests import make
from tests.pages import hidden
from tests.refusing import unlike
from tianfu.accounts.roles import Role
from tianfu.demo.routes import Route
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock as the_clock
from tianfu.workflow.calendar.working_days import add_working_days
from tianfu.workflow.door import NotPossible
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def declared(issued):
    return issued(Route.SELF_DECLARATION)


def give_back(mark, *, user=None, reason="stopped", text="生产线已停用", proof=make.PASSWORD):
    mark = Authorization.objects.get(pk=mark.pk)
    user = user or mark.application.created_by
    return ask_cancellation(mark, user=user, reason=reason, text=text, proof=proof, shown=NO_PAGE)


def proposed(request, person, reason="情况属实"):
    mark = Authorization.objects.get(pk=request.authorization_id)
    return propose_cancellation(request, user=person, seen=mark.revision, reason=reason)


def read(row):
    return type(row).objects.get(pk=row.pk)


def test_a_holder_gives_the_mark_back_and_two_people_carry_it_out(declared, pair):
    request = give_back(declared)
    assert request.due_on == add_working_days(the_clock.today(), 10).date
    assert (read(declared).state, request.method) == ("active", "password")
    assert InboxMessage.objects.filter(key="cancellation_received").count() == 1
    assert InboxMessage.objects.filter(key="cancellation_to_decide").exists()
    proposal = proposed(request, pair[0])
    confirm(proposal, user=pair[1], seen=proposal.round, shown=NO_PAGE)
    assert (read(declared).state, read(request).decision) == ("cancelled", proposal)
    assert verify(declared.number, the_clock.today()).word == "注销"
    run_due()
    letter = CasePaper.objects.get(kind="cancellation").paper
    assert "已经出厂的产品可以继续销售" in letter.data["closing"][0]
    assert InboxMessage.objects.filter(key="authorization_cancelled").count() == 1


def test_a_cancelled_product_may_be_applied_for_again_at_once(declared, pair, clock):
    proposal = proposed(give_back(declared), pair[0])
    confirm(proposal, user=pair[1], seen=proposal.round, shown=NO_PAGE)
    again = make.authorization(Route.SELF_DECLARATION, clock_fixture=clock, item=declared.product)
    assert (again.product, again.state) == (declared.product, "pending")


def test_the_holder_takes_it_back_and_the_proposal_on_it_lapses(declared, pair):
    request = give_back(declared)
    proposal = proposed(request, pair[0])
    take_back(request, user=declared.application.created_by)
    assert open_proposal(read(declared)) is None
    with pytest.raises(Exception, match=r"先行办理|已失效"):
        confirm(proposal, user=pair[1], seen=proposal.round, shown=NO_PAGE)
    assert (read(declared).state, read(request).standing) == ("active", "已撤回")
    assert give_back(declared).waits


def test_a_dropped_proposal_leaves_the_request_waiting(declared, pair):
    request = give_back(declared)
    drop(proposed(request, pair[0]), user=pair[0], reason="先核实库存")
    assert read(request).waits
    proposal = proposed(request, pair[0])
    confirm(proposal, user=pair[1], seen=proposal.round, shown=NO_PAGE)
    assert read(request).standing == "已注销"


def test_a_request_handed_back_says_why_and_may_be_made_again(declared, pair):
    request = give_back(declared)
    hand_back(request, user=pair[0], reason="有一项检查尚未办结")
    assert read(request).standing == "已退回"
    assert "有一项检查尚未办结" in InboxMessage.objects.get(key="cancellation_returned").body
    assert give_back(declared).waits


def test_a_withdrawal_under_way_is_not_evaded_by_giving_the_mark_back(declared, pair, act):
    act(declared, Act.SUSPEND, Cause.MISUSE)
    mark = read(declared)
    withdrawal = propose(mark, Act.WITHDRAW, user=pair[0], seen=mark.revision, reason="拒不改正")
    request = give_back(declared)
    with pytest.raises(NotPossible, match="已提出“撤销”，请先确认或撤下。"):
        proposed(request, pair[1])
    confirm(withdrawal, user=pair[1], seen=mark.revision, shown=NO_PAGE)
    assert (read(declared).state, read(request).standing) == ("withdrawn", "无需再办")


def test_what_is_open_comes_first_and_what_has_ended_is_not_given_back(declared, ask, clock):
    ask(declared, models_text="E-100、E-200")
    with pytest.raises(NotPossible, match="变更型号规格的申请正在办理，请等待办结，或先撤回。"):
        give_back(declared)
    clock.set(declared.ends_on + timedelta(days=1))
    with pytest.raises(NotPossible, match="授权当前“过期”，不需要申请注销。"):
        give_back(declared)


def test_while_it_is_given_back_nothing_is_changed(declared, ask):
    give_back(declared)
    with pytest.raises(NotPossible, match="注销申请正在办理，请等待办结，或先撤回。"):
        ask(declared, models_text="E-100、E-200")


def test_each_wrong_call_is_refused_in_its_words(declared, pair):
    holder = declared.enterprise.organisation
    editor, owner = make.member(holder, edit=True), declared.application.created_by
    assert unlike([
        ("注销由有签署权限的成员提出。", lambda: give_back(declared, user=editor)),
        ("请选择申请注销的原因。", lambda: give_back(declared, reason="sold")),
        ("请写明情况，如停产日期、库存标识的处理。", lambda: give_back(declared, text=" ")),
        ("密码或动态验证码不正确", lambda: give_back(declared, proof="wrong password")),
    ]) == {}  # fmt: skip
    request = give_back(declared)
    stranger = make.officer(Role.PREFECTURE_OFFICER, "510100")
    assert unlike([
        ("注销申请正在办理，请等待办结，或先撤回。", lambda: give_back(declared)),
        ("注销申请由有签署权限的成员撤回。", lambda: take_back(request, user=editor)),
        ("注销申请由运营机构办理。", lambda: hand_back(request, user=stranger, reason="不清楚")),
        ("请写明退回的理由：会告知企业。", lambda: hand_back(request, user=pair[0], reason=" ")),
    ]) == {}  # fmt: skip
    proposed(request, pair[0])
    assert unlike([
        ("已有人提出处理意见，请先确认或撤下。", lambda: hand_back(request, user=pair[1], reason="不清楚")),
    ]) == {}  # fmt: skip
    take_back(request, user=owner)
    assert unlike([
        ("该申请已经办结、退回或者撤回。", lambda: take_back(request, user=owner)),
        ("该申请已经办结、退回或者撤回。", lambda: proposed(request, pair[0])),
    ]) == {}  # fmt: skip


def test_it_goes_over_the_pages_of_both_sides(declared, pair, signed_in):
    holder = signed_in(declared.application.created_by)
    url = reverse("portal:cancellation_new", args=[declared.pk])
    assert url in holder.get(f"/portal/authorizations/{declared.pk}/").content.decode()
    page = holder.get(url)
    assert "已经出厂的产品可以继续销售" in page.content.decode()
    refused = holder.post(url, hidden(page) | {"text": "已停产"})
    assert (refused.status_code, "已停产" in refused.content.decode()) == (422, True)
    fields = {"reason": "stopped", "text": "已停产", "agreed": "on", "password_or_code": make.PASSWORD}
    filed = holder.post(url, hidden(page) | fields)
    request = CancellationRequest.objects.get()
    assert filed.url == reverse("portal:cancellation", args=[request.pk])
    assert "撤回申请" in holder.get(filed.url).content.decode()
    first, second = (signed_in(person) for person in pair)
    desk = reverse("console:cancellation", args=[request.pk])
    assert desk in first.get(reverse("console:cancellations")).content.decode()
    sent = first.post(desk, hidden(first.get(desk)) | {"act": "propose", "reason": "情况属实"})
    assert sent.status_code == 302
    mark_page = reverse("console:authorization", args=[declared.pk])
    assert "持有人的注销申请" in second.get(mark_page).content.decode()
    assert "已提出“注销”" in second.get(desk).content.decode()
    again = first.post(desk, hidden(first.get(mark_page)) | {"act": "propose", "reason": "再提"})
    assert (again.status_code, "请先确认或撤下" in again.content.decode()) == (422, True)
    assert holder.post(filed.url, hidden(holder.get(filed.url))).status_code == 302
    assert read(request).standing == "已撤回"
