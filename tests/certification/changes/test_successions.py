"""继受: by merger or division only, with papers; the successor confirms, two people decide, nothing is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse

from applications.models import CasePaper
from certification.authorizations.states import Act, Cause
from certification.changes.successions.acts import ask_succession, confirm_succession, decline, retract
from certification.changes.successions.decisions import confirm, drop, propose
from certification.models import Authorization, Succession
from certification.register.verification import verify
from tests import make
from tests.pages import hidden
from tests.refusing import unlike
from tests.supervision.lists.make import entered
from tests.threads import together
from tianfu.accounts.roles import Role
from tianfu.demo.routes import Route
from tianfu.inbox.models import InboxMessage
from tianfu.papers.snapshots import rerender
from tianfu.workflow import clock as the_clock
from tianfu.workflow.calendar.working_days import add_working_days
from tianfu.workflow.door import NotPossible, Refused
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def declared(issued):
    return issued(Route.SELF_DECLARATION)


@pytest.fixture
def heir(reference):
    """`heir()`: an enterprise that is left by the merger, with somebody who signs for it."""

    def build(name="合并后家居集团有限公司", **fields):
        firm = make.enterprise(name, **fields)
        return firm, make.member(firm.organisation, edit=True, sign=True)

    return build


def ask(mark, firm, *, user=None, way="merger", text="吸收合并，产品由继受企业生产。", files=1, proof=make.PASSWORD):
    mark = Authorization.objects.get(pk=mark.pk)
    return ask_succession(
        mark, user=user or mark.application.created_by, way=way, uscc=firm if isinstance(firm, str) else firm.uscc,
        text=text, uploads=[make.pdf(f"合并协议{number}.pdf") for number in range(files)], proof=proof, shown=NO_PAGE,
    )  # fmt: skip


def take(succession, signer, certificate=None):
    row = Succession.objects.get(pk=succession.pk)
    return confirm_succession(
        row, user=signer, seen=row.revision, proof=make.PASSWORD, certificate=certificate, shown=NO_PAGE
    )


def decided(succession, pair, verb="accept", reason="合并登记材料齐全"):
    row = Succession.objects.get(pk=succession.pk)
    proposal = propose(row, verb, user=pair[0], seen=row.revision, reason=reason)
    return confirm(proposal, user=pair[1], seen=row.revision, shown=NO_PAGE)


def read(row):
    return type(row).objects.get(pk=row.pk)


def test_after_a_merger_the_mark_is_the_successors_with_its_history(declared, heir, pair, client, signed_in):
    firm, signer = heir()
    old, number, owner = declared.certificates.get().paper, declared.number, declared.application.created_by
    before, files = old.file.read(), old.file
    request = ask(declared, firm)
    assert InboxMessage.objects.get(key="succession_asked").organisation == firm.organisation
    request = take(request, signer)
    assert (request.state, request.due_on) == ("waiting", add_working_days(the_clock.today(), 10).date)
    assert InboxMessage.objects.filter(key="succession_to_decide").exists()
    assert decided(request, pair).state == "accepted"
    run_due()
    mark = read(declared)
    assert (mark.number, mark.state, mark.enterprise, mark.holder_name, mark.holder_uscc) == (
        number, "active", firm, firm.organisation.name, firm.uscc,
    )  # fmt: skip
    assert (mark.product.enterprise, mark.product.name) == (firm, declared.product_name)
    newest = mark.certificates.get(version=2).paper
    assert (newest.data["holder"], newest.data["uscc"]) == (firm.organisation.name, firm.uscc)
    assert rerender(old) == before
    letter = CasePaper.objects.get(kind="succeeded").paper
    assert letter.data["table"][0] == ["持有人名称", declared.holder_name, firm.organisation.name]
    told = InboxMessage.objects.filter(key="succession_granted").values_list("organisation", flat=True)
    assert set(told) == {firm.organisation.pk, declared.enterprise.organisation.pk}
    brand = client.get(f"/brands/{number}/").content.decode()
    assert "授权由合并、分立后的企业继受" in brand
    assert f"持有人名称：由“{declared.holder_name}”变更为“{firm.organisation.name}”" in brand
    assert verify(number, the_clock.today()).word == "有效"
    # The successor reads and takes its papers; who gave it away no longer finds the mark among his own.
    page = signed_in(signer).get(f"/portal/authorizations/{mark.pk}/")
    assert page.status_code == 200
    taken = signed_in(signer).get(reverse("files:download", args=[newest.file.pk, newest.file.name]))
    assert taken.status_code == 200
    paper = CasePaper.objects.get(kind="succeeded").paper.file
    assert signed_in(signer).get(reverse("files:download", args=[paper.pk, paper.name])).status_code == 200
    assert signed_in(owner).get(f"/portal/authorizations/{mark.pk}/").status_code == 404
    assert signed_in(owner).get(reverse("portal:succession", args=[request.pk])).status_code == 200
    assert signed_in(owner).get(reverse("files:download", args=[files.pk, files.name])).status_code == 200


def test_a_certified_mark_passes_on_with_the_successors_own_certificate(issued, heir, pair):
    mark = issued()
    firm, signer = heir()
    request = ask(mark, firm)
    with pytest.raises(Exception, match="请选择以继受企业为持证人的质量认证证书"):
        take(request, signer)
    with pytest.raises(Exception, match="证书持有人不是继受企业。"):
        take(request, signer, mark.certificate)
    own = make.certificate(
        mark.certificate.body, fits=mark.product, holder_name=str(firm), holder_uscc=firm.uscc,
        valid_until=mark.ends_on - timedelta(days=30),
    )  # fmt: skip
    decided(take(request, signer, own), pair)
    fresh = read(mark)
    assert (fresh.certificate, fresh.holder_uscc, fresh.ends_on) == (own, firm.uscc, own.valid_until)


def test_selling_is_refused_by_the_form_in_words_that_say_why(declared, heir, signed_in):
    firm, _ = heir()
    browser = signed_in(declared.application.created_by)
    url = reverse("portal:succession_new", args=[declared.pk])
    fields = {"way": "trade", "uscc": firm.uscc, "text": "对方购买", "agreed": "on", "password_or_code": make.PASSWORD}
    refused = browser.post(url, hidden(browser.get(url)) | fields | {"files": make.pdf("合同.pdf")})
    assert refused.status_code == 422
    words = refused.content.decode()
    assert "不得转让、买卖、出租或者出借：标识证明的是持有人自己的产品和质量。" in words
    assert "对方购买" in words
    with pytest.raises(Exception, match="授权只能因企业合并、分立由承接业务的企业继受"):
        ask(declared, firm, way="sale")
    assert not Succession.objects.exists()


def test_without_papers_or_to_nobody_there_is_no_succession(declared, heir, signed_in):
    firm, _ = heir()
    claimed, _ = heir("未核验家居有限公司", verified=False)
    own = declared.enterprise.uscc
    assert unlike([
        ("请上传合并、分立的证明材料", lambda: ask(declared, firm, files=0)),
        ("没有使用该代码、已通过核验的企业。", lambda: ask(declared, make.NOBODY)),
        ("没有使用该代码、已通过核验的企业。", lambda: ask(declared, claimed)),
        ("这是持有人自己的代码，请填写继受企业的代码。", lambda: ask(declared, own)),
        ("请写明合并或者分立的情况。", lambda: ask(declared, firm, text=" ")),
        ("继受由有签署权限的成员提出。",
         lambda: ask(declared, firm, user=make.member(declared.enterprise.organisation, edit=True))),
    ]) == {}  # fmt: skip
    browser = signed_in(declared.application.created_by)
    url = reverse("portal:succession_new", args=[declared.pk])
    refused = browser.post(url, hidden(browser.get(url)) | {"files": make.pdf()})
    for sentence in ("请选择继受方式。", "请填写继受企业的统一社会信用代码。"):
        assert sentence in refused.content.decode()


def test_what_is_down_over_or_busy_does_not_pass_on(declared, heir, act, clock):
    firm, _ = heir()
    act(declared, Act.SUSPEND, Cause.MISUSE)
    with pytest.raises(NotPossible, match="授权当前“暂停”，不能继受，请先消除暂停的原因。"):
        ask(declared, firm)
    clock.set(declared.ends_on + timedelta(days=1))
    with pytest.raises(NotPossible, match="授权当前“过期”，不能继受。"):
        ask(declared, firm)


def test_one_matter_at_a_time_and_the_next_waits_for_its_certificate(declared, heir, decide, pair):
    firm, signer = heir()
    request = ask(declared, firm)
    assert unlike([("继受申请正在办理，请等待办结，或先撤回。", lambda: ask(declared, firm))]) == {}
    decided(take(request, signer), pair)
    third, _other = heir("第三家居有限公司")
    with pytest.raises(NotPossible, match="上一次变更的证书和标识正在制作，制成后才能继受。"):
        ask(declared, third, user=signer)


def test_the_same_product_is_not_held_twice_by_the_successor(declared, heir, issued):
    firm, _ = heir()
    theirs = issued(Route.SELF_DECLARATION, item=make.product(firm, declared.product_name, models_text="E-100"))
    with pytest.raises(Exception, match=f"继受企业的同一产品已有有效授权 {theirs.number}。"):
        ask(declared, firm)


def test_the_successor_declines_and_the_holder_reads_why(declared, heir):
    firm, signer = heir()
    request = ask(declared, firm)
    assert decline(request, user=signer, seen=0, reason="尚未签订合并协议").state == "declined"
    message = InboxMessage.objects.get(key="succession_declined")
    assert (message.organisation, "尚未签订合并协议" in message.body) == (declared.enterprise.organisation, True)
    assert ask(declared, firm).state == "asked"


def test_the_holder_takes_it_back_and_an_ended_mark_closes_it(declared, heir, act):
    firm, _ = heir()
    owner = declared.application.created_by
    assert retract(ask(declared, firm), user=owner, seen=0).state == "retracted"
    request = ask(declared, firm)
    act(declared, Act.CANCEL, "", "企业注销")
    assert read(request).state == "closed"
    assert InboxMessage.objects.filter(key="succession_over").count() == 3


def test_a_refusal_leaves_the_mark_where_it_was(declared, heir, pair):
    firm, signer = heir()
    decided(take(ask(declared, firm), signer), pair, "refuse", "未提供合并登记证明")
    run_due()
    assert read(declared).enterprise == declared.enterprise
    assert CasePaper.objects.get(kind="succession_refused").paper.data["remedies"] != []
    assert InboxMessage.objects.filter(key="succession_refused").count() == 2


def test_the_desk_is_refused_for_each_reason(declared, heir, pair, act):
    firm, signer = heir()
    first, second = pair
    asked = ask(declared, firm)
    assert unlike([
        ("该申请当前“等待继受企业确认”，不能办理。", lambda: propose(asked, "accept", user=first, seen=0, reason="属实")),
    ]) == {}  # fmt: skip
    row, stranger = take(asked, signer), make.officer(Role.PREFECTURE_OFFICER, "510100")
    assert unlike([
        ("继受申请由运营机构办理。", lambda: propose(row, "accept", user=stranger, seen=1, reason="属实")),
        ("请选择同意继受或不予继受。", lambda: propose(row, "grant", user=first, seen=1, reason="属实")),
        ("请写明核查情况和理由：会告知双方企业。", lambda: propose(row, "accept", user=first, seen=1, reason=" ")),
    ]) == {}  # fmt: skip
    proposal = propose(row, "accept", user=first, seen=1, reason="属实")
    assert unlike([
        ("已提出“同意继受”，请先确认或撤下。", lambda: propose(row, "refuse", user=second, seen=1, reason="不足")),
        ("您是提出人，须由另一人确认。", lambda: confirm(proposal, user=first, seen=1, shown=NO_PAGE)),
        ("只有运营机构经办人可以撤下提议。", lambda: drop(proposal, user=stranger)),
    ]) == {}  # fmt: skip
    drop(proposal, user=second)
    assert unlike([
        ("该提议已确认、已撤下或已失效。", lambda: confirm(proposal, user=second, seen=1, shown=NO_PAGE)),
        ("该提议已确认、已撤下或已失效。", lambda: drop(proposal, user=second)),
    ]) == {}  # fmt: skip
    again = propose(row, "refuse", user=second, seen=1, reason="不足")
    assert unlike([
        ("您对这一情况提出过处理意见", lambda: confirm(again, user=first, seen=1, shown=NO_PAGE)),
    ]) == {}  # fmt: skip


def test_it_goes_over_the_pages_of_both_firms_and_the_desk(declared, heir, pair, signed_in):
    firm, signer = heir()
    holder, theirs = signed_in(declared.application.created_by), signed_in(signer)
    url = reverse("portal:succession_new", args=[declared.pk])
    assert url in holder.get(f"/portal/authorizations/{declared.pk}/").content.decode()
    fields = {"way": "merger", "uscc": firm.uscc, "text": "吸收合并", "agreed": "on", "password_or_code": make.PASSWORD}
    filed = holder.post(url, hidden(holder.get(url)) | fields | {"files": make.pdf("合并协议.pdf")})
    request = Succession.objects.get()
    one = reverse("portal:succession", args=[request.pk])
    assert filed.url == one
    assert one in theirs.get("/portal/").content.decode()
    refused = theirs.post(one, hidden(theirs.get(one)) | {"act": "confirm", "agreed": "on", "password_or_code": "no"})
    assert refused.status_code == 422
    sent = {"act": "confirm", "agreed": "on", "password_or_code": make.PASSWORD}
    assert theirs.post(one, hidden(theirs.get(one)) | sent).status_code == 302
    first, second = (signed_in(person) for person in pair)
    desk = reverse("console:succession", args=[request.pk])
    assert desk in first.get(reverse("console:successions")).content.decode()
    page = hidden(first.get(desk)) | {"act": "accept", "reason": "材料齐全"}
    assert first.post(desk, page).status_code == 302
    late = second.post(desk, page | {"reason": "我也同意"})
    assert (late.status_code, "我也同意" in late.content.decode()) == (422, True)
    proposal = reverse("console:succession_proposal", args=[request.pk, read(request).endorsements.get().pk])
    assert second.post(proposal, hidden(second.get(desk)) | {"act": "confirm"}).status_code == 302
    assert read(declared).enterprise == firm
    assert second.post(proposal, page | {"act": "confirm", "note": "再来"}).status_code == 409
    run_due()
    assert "准予继受决定书" in second.get(desk).content.decode()
    assert "已同意" in holder.get(one).content.decode()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_second_people_confirm_once(clock, reference, pair, heir):
    mark = make.issued(Route.SELF_DECLARATION, clock_fixture=clock)
    firm, signer = heir()
    row = take(ask(mark, firm), signer)
    proposal = propose(row, "accept", user=pair[0], seen=1, reason="属实")
    people = [pair[1], make.officer(Role.OPERATOR_OFFICER)]
    results = together(2, lambda index: confirm(proposal, user=people[index], seen=1, shown=NO_PAGE))
    assert sorted(isinstance(one, Refused) for one in results) == [False, True], results
    assert Authorization.objects.get(pk=mark.pk).changes.filter(transition="pass_on").count() == 1


def test_whoever_was_withdrawn_or_is_blacklisted_takes_no_mark_over(declared, heir, issued, act, pair):
    firm, _ = heir()
    theirs = issued(Route.SELF_DECLARATION, item=make.product(firm, "沙发"))
    withdrawn = act(theirs, Act.WITHDRAW, "", "检测报告系伪造")
    years = withdrawn.changes.last().at.year + 3
    with pytest.raises(Exception, match=f"继受企业的授权曾被撤销，自 {years} 年") as refused:
        ask(declared, firm)
    assert "起才能持有授权。" in str(refused.value)
    province = make.officer(Role.PROVINCE_OFFICER), make.officer(Role.PROVINCE_APPROVER)
    entered(province, uscc=firm.uscc, name=str(firm))
    with pytest.raises(Exception, match="继受企业被列入品牌黑名单，不能继受授权。"):
        ask(declared, firm)
