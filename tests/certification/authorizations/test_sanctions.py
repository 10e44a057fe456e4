"""暂停、恢复、撤销、注销: two people, every cause for itself, never above the certificate, always told and written."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.test import Client

from applications.models import CasePaper
from certification.authorizations.sanctions.acts import confirm, drop, propose
from certification.authorizations.standing.history import public_history
from certification.authorizations.states import Act, Cause
from certification.models import Authorization, AuthorizationEndorsement
from supervision.lists.blacklist.obstacles import bar_is_over
from tests import make
from tests.pages import hidden
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.ledger.models import LogOutbox
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotAllowed, NotPossible, Overtaken, advance
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


def act(authorization, pair, what, cause=Cause.MISUSE, reason="包装上的标识被改色使用"):
    authorization.refresh_from_db()
    seen = authorization.revision
    proposal = propose(authorization, what, user=pair[0], seen=seen, reason=reason, cause=cause)
    return confirm(proposal, user=pair[1], seen=seen, shown=NO_PAGE)


def by_body(authorization, transition, note="年度监督审核未按期进行"):
    certificate = Authorization.objects.get(pk=authorization.pk).certificate
    if transition in ("withdraw", "cancel"):
        return make.ended(certificate, transition, note)
    issuer = make.member(certificate.body.organisation, sign=True)
    return advance(certificate, transition, actor=issuer, seen=certificate.revision, note=note)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def cancel_on_console(authorization, pair):
    """Both people use the buttons that the pages offer."""
    page = f"/console/authorizations/{authorization.pk}/"
    first, second = pair
    client = signed_in(first)
    assert f"{page}propose/cancel/" in client.get(page).content.decode()
    answer = client.post(
        f"{page}propose/cancel/", {"reason": "所依据的证书已被撤销，不再制发", "seen": authorization.revision}
    )
    assert answer.status_code == 302
    proposal = authorization.endorsements.get()
    client = signed_in(second)
    asked = client.post(f"{page}proposals/{proposal.pk}/", {**hidden(client.get(page)), "act": "confirm"})
    assert "不再制发证书和标识" in asked.content.decode()
    client.post(f"{page}proposals/{proposal.pk}/", hidden(asked))


def state_of(authorization):
    return Authorization.objects.get(pk=authorization.pk).state


def messages(key):
    return InboxMessage.objects.filter(key=key)


def test_one_person_alone_cannot_suspend_and_the_database_agrees(issued, pair):
    authorization = issued()
    first, _ = pair
    proposal = propose(
        authorization, Act.SUSPEND, user=first, seen=authorization.revision, reason="超范围使用", cause=Cause.MISUSE
    )
    assert state_of(authorization) == "active"
    with pytest.raises(NotPossible, match="另一人"):
        confirm(proposal, user=first, seen=authorization.revision, shown=NO_PAGE)
    with pytest.raises(IntegrityError), transaction.atomic():
        AuthorizationEndorsement.objects.filter(pk=proposal.pk).update(second_by=first, second_at=proposal.first_at)
    with pytest.raises(NotPossible, match="两人"):
        advance(authorization, "suspend", actor=first, seen=authorization.revision, note="超范围使用")
    with pytest.raises(NotAllowed):
        propose(authorization, Act.CANCEL, user=make.officer(Role.PROVINCE_OFFICER), seen=authorization.revision,
                reason="x")  # fmt: skip


def test_proposal_taken_back_stays_on_record_and_is_confirmed_no_more(issued, pair):
    authorization = issued()
    seen = authorization.revision
    facts = {"seen": seen, "reason": "超范围使用", "cause": Cause.MISUSE}
    proposal = propose(authorization, Act.SUSPEND, user=pair[0], **facts)
    drop(proposal, user=pair[1], reason="证据不足")
    kept = AuthorizationEndorsement.objects.get(pk=proposal.pk)
    assert (kept.first_by, kept.withdrawn_by, kept.withdrawn_note) == (pair[0], pair[1], "证据不足")
    with pytest.raises(NotPossible, match="已撤下"):
        confirm(proposal, user=pair[1], seen=seen, shown=NO_PAGE)
    with pytest.raises(NotPossible, match="已撤下"):
        drop(proposal, user=pair[0], reason="再撤一次")
    with pytest.raises(InternalError, match="不能删除"), transaction.atomic():
        AuthorizationEndorsement.objects.filter(pk=proposal.pk).delete()
    third = make.officer(Role.OPERATOR_OFFICER)
    confirm(propose(authorization, Act.SUSPEND, user=pair[1], **facts), user=third, seen=seen, shown=NO_PAGE)
    assert state_of(authorization) == "suspended"


def test_second_officer_on_a_stale_page_is_told_who_was_faster(issued, pair):
    authorization = issued()
    seen = authorization.revision
    act(authorization, pair, Act.SUSPEND)
    with pytest.raises(Overtaken, match=str(pair[1])):
        propose(authorization, Act.WITHDRAW, user=pair[0], seen=seen, reason="弄虚作假")


def test_curing_one_cause_does_not_lift_another(issued, pair):
    authorization = issued()
    act(authorization, pair, Act.SUSPEND, Cause.MISUSE)
    act(authorization, pair, Act.SUSPEND, Cause.QUALITY, "抽查不合格")
    act(authorization, pair, Act.REINSTATE, Cause.MISUSE, "已改正")
    assert state_of(authorization) == "suspended"
    act(authorization, pair, Act.REINSTATE, Cause.QUALITY, "复检合格")
    assert state_of(authorization) == "active"
    run_due()
    kinds = list(CasePaper.objects.filter(application=authorization.application_id).values_list("kind", flat=True))
    assert (kinds.count("suspension"), kinds.count("reinstatement")) == (2, 1)
    assert messages("authorization_suspended").count() == 2


def test_certificate_suspended_takes_the_mark_down_in_the_same_transaction(issued, pair):
    authorization = issued()
    with transaction.atomic():
        by_body(authorization, "suspend")
        assert state_of(authorization) == "suspended"
        transaction.set_rollback(True)
    assert state_of(authorization) == "active"
    by_body(authorization, "suspend")
    message = messages("certificate_suspended_by_body").get()
    assert message.organisation == authorization.enterprise.organisation
    assert authorization.number in message.body
    assert not messages("authorization_suspended").exists()


def test_certificate_reinstated_lifts_only_its_own_cause(issued, pair):
    authorization = issued()
    act(authorization, pair, Act.SUSPEND, Cause.MISUSE)
    by_body(authorization, "suspend")
    by_body(authorization, "reinstate", "整改完成")
    assert state_of(authorization) == "suspended"
    act(authorization, pair, Act.REINSTATE, Cause.MISUSE, "已改正")
    assert state_of(authorization) == "active"
    by_body(authorization, "suspend")
    by_body(authorization, "reinstate", "整改完成")
    assert state_of(authorization) == "active"
    assert messages("authorization_reinstated").count() == 2


def test_mark_is_not_reinstated_over_a_certificate_that_is_down(issued, pair):
    authorization = issued()
    act(authorization, pair, Act.SUSPEND, Cause.MISUSE)
    by_body(authorization, "suspend")
    act(authorization, pair, Act.REINSTATE, Cause.MISUSE, "已改正")
    assert state_of(authorization) == "suspended"


def test_certificate_withdrawn_suspends_the_mark_and_leaves_the_rest_to_two_people(issued, pair):
    authorization = issued()
    by_body(authorization, "withdraw", "弄虚作假")
    assert state_of(authorization) == "suspended"
    assert authorization.suspensions.get().cause == Cause.CERTIFICATE_ENDED
    assert messages("authorization_suspended").count() == 1
    act(authorization, pair, Act.WITHDRAW, reason="所依据的证书因弄虚作假被撤销")
    assert state_of(authorization) == "withdrawn"


@pytest.mark.parametrize(
    ("what", "kind", "word"),
    [
        (Act.SUSPEND, "suspension", "暂停使用标识决定书"),
        (Act.WITHDRAW, "withdrawal", "撤销标识使用授权决定书"),
        (Act.CANCEL, "cancellation", "注销标识使用授权决定书"),
    ],
)
def test_each_sanction_is_told_and_written_once(issued, pair, what, kind, word):
    authorization = issued()
    act(authorization, pair, what, reason="包装上的标识被改色使用")
    run_due()
    paper = CasePaper.objects.get(kind=kind).paper
    assert paper.data["title"] == word
    assert "包装上的标识被改色使用" in "".join(paper.data["paragraphs"])
    assert paper.data["remedies"]
    assert paper.data["addressee"] == authorization.holder_name
    message = InboxMessage.objects.filter(key__startswith="authorization_").latest("pk")
    assert "包装上的标识被改色使用" in message.body
    assert message.link == f"/portal/authorizations/{authorization.pk}/"


def test_withdrawal_bars_a_new_submission_in_a_clear_sentence(issued, pair, clock):
    authorization = issued()
    act(authorization, pair, Act.WITHDRAW, reason="申报材料弄虚作假")
    item = make.product(authorization.enterprise, "实木家具")
    with pytest.raises(NotPossible) as refused:
        make.filed(item=item)
    sentence = next(line for line in refused.value.problems if "撤销" in line)
    assert authorization.number in sentence
    assert "起提交，已填写的内容会保留" in sentence
    run_due()
    assert "3 年内" in "".join(CasePaper.objects.get(kind="withdrawal").paper.data["closing"])


def test_of_two_withdrawals_the_one_that_bars_longest_counts(issued, pair, clock):
    older = issued()
    newer = make.authorization(item=make.product(older.enterprise, "实木家具"), clock_fixture=clock)
    run_due()
    draft = make.draft("self_declaration", item=make.product(older.enterprise, "竹家具"))
    for _ in range(4):  # the older authorization has the longer history: revisions say nothing of time
        act(older, pair, Act.SUSPEND, Cause.MISUSE)
        act(older, pair, Act.REINSTATE, Cause.MISUSE, "已改正")
    clock.set("2026-06-01")
    act(older, pair, Act.WITHDRAW, reason="申报材料弄虚作假")
    clock.set("2028-06-01")
    act(newer, pair, Act.WITHDRAW, reason="申报材料弄虚作假")
    newer.refresh_from_db()
    clock.set("2029-06-01")
    (sentence,) = bar_is_over(draft)
    assert newer.number in sentence
    assert "2031 年 6 月 1 日" in sentence
    clock.set("2031-06-01")
    assert bar_is_over(draft) == []


def test_cancelled_holder_may_apply_again_at_once(issued, pair):
    authorization = issued()
    act(authorization, pair, Act.CANCEL, reason="企业申请注销")
    again = make.filed(item=make.product(authorization.enterprise, "实木家具"))
    assert again.state == "completeness_check"


def test_suspension_by_policy_names_the_last_day_to_cure(issued, pair, clock):
    authorization = issued()
    clock.set("2026-06-01")
    act(authorization, pair, Act.SUSPEND, Cause.QUALITY, "抽查不合格")
    assert "2026 年 9 月 1 日" in messages("authorization_suspended").get().body
    assert authorization.suspensions.get().since - timedelta(days=1) < clock.advance()


def test_authorization_that_can_no_longer_be_issued_is_cancelled_by_two_people_and_frees_the_product(
    clock, reference, pair
):
    clock.set("2026-03-02")
    authorization = make.authorization(clock_fixture=clock)
    by_body(authorization, "withdraw", "弄虚作假")
    run_due()
    assert state_of(authorization) == "pending"
    cancel_on_console(authorization, pair)
    run_due()
    assert state_of(authorization) == "cancelled"
    assert not Authorization.objects.published().filter(pk=authorization.pk).exists()
    assert not LogOutbox.objects.filter(entry__contains='"cert.').exists()
    assert CasePaper.objects.filter(kind="cancellation").count() == 1
    assert make.filed("self_declaration", item=authorization.product).state == "completeness_check"


def test_each_act_on_a_mark_is_a_leaf_of_its_own_in_the_public_log(issued, pair, clock):
    authorization = issued("self_declaration")
    clock.set("2026-06-01")
    act(authorization, pair, Act.SUSPEND, Cause.MISUSE)
    act(authorization, pair, Act.REINSTATE, Cause.MISUSE, "已改正")
    act(authorization, pair, Act.WITHDRAW, reason="申报材料弄虚作假")
    authorization.refresh_from_db()
    rows = LogOutbox.objects.filter(entry__contains='"cert.').order_by("pk")
    entries = [json.loads(row.entry) for row in rows][1:]
    assert [(entry["t"], entry["status"], entry["since"]) for entry in entries] == [
        ("cert.suspended", "suspended", "2026-06-01"),
        ("cert.restored", "active", "2026-06-01"),
        ("cert.revoked", "withdrawn", "2026-06-01"),
    ]
    revisions = list(authorization.changes.order_by("revision").values_list("revision", flat=True))
    assert [entry["seq"] for entry in entries] == revisions[1:]
    assert "已改正" not in "".join(row.entry for row in rows)
    told = [event["who"] for event in public_history(authorization, the_clock.today())]
    assert told == ["运营机构", "运营机构", "运营机构", "系统"]


def test_one_proposal_stands_at_a_time_and_each_gives_a_reason(issued, pair):
    authorization = issued("self_declaration")
    seen = authorization.revision
    with pytest.raises(NotPossible, match="请写明理由"):
        propose(authorization, Act.CANCEL, user=pair[0], seen=seen, reason=" ")
    propose(authorization, Act.CANCEL, user=pair[0], seen=seen, reason="企业申请注销")
    with pytest.raises(NotPossible, match=f"{pair[0]} 已提出“注销”"):
        propose(authorization, Act.WITHDRAW, user=pair[1], seen=seen, reason="弄虚作假")
    assert authorization.endorsements.count() == 1
