"""A suspension is chosen with care: no cause is preselected, each is checked against the facts, the public reads why."""

import re

import pytest

from certification.authorizations.sanctions.acts import confirm, drop, propose
from certification.authorizations.states import Act, Cause
from certification.authorizations.suspensions.causes import choices
from tests import make
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.workflow.door import NotPossible, advance
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


def suspend_certificate(authorization, transition="suspend"):
    certificate = type(authorization).objects.get(pk=authorization.pk).certificate
    issuer = make.member(certificate.body.organisation, sign=True)
    advance(certificate, transition, actor=issuer, seen=certificate.revision, note="监督审核未按期进行")


def test_no_cause_of_a_suspension_is_chosen_beforehand(issued, pair, signed_in):
    authorization = issued()
    text = signed_in(pair[0]).get(f"/console/authorizations/{authorization.pk}/propose/suspend/").content.decode()
    radios = re.findall(r'<input type="radio" name="cause"[^>]*>', text)
    assert [re.search(r'value="(\w+)"', radio)[1] for radio in radios] == ["misuse", "quality", "other"]
    assert not any("checked" in radio for radio in radios)
    assert "由两人核实恢复。由持有人消除。" in text


def test_a_suspension_without_a_cause_is_refused_at_the_field_and_keeps_the_text(issued, pair, signed_in):
    authorization = issued()
    answer = signed_in(pair[0]).post(
        f"/console/authorizations/{authorization.pk}/propose/suspend/",
        {"reason": "改色使用", "seen": authorization.revision},
    )
    assert answer.status_code == 422
    assert "请选择原因" in answer.content.decode()
    assert "改色使用" in answer.content.decode()
    assert not authorization.endorsements.exists()


@pytest.mark.parametrize("cause", [Cause.CERTIFICATE, Cause.CERTIFICATE_ENDED, Cause.BODY_LEFT])
def test_a_cause_that_is_no_fact_cannot_be_recorded(issued, pair, cause, signed_in):
    authorization = issued()
    assert cause not in dict(choices(authorization))
    with pytest.raises(NotPossible, match="不能选择"):
        propose(authorization, Act.SUSPEND, user=pair[0], seen=authorization.revision, reason="证书有问题", cause=cause)
    answer = signed_in(pair[0]).post(
        f"/console/authorizations/{authorization.pk}/propose/suspend/",
        {"reason": "证书有问题", "cause": cause, "seen": authorization.revision},
    )
    assert answer.status_code == 422


@pytest.mark.parametrize("cause", [Cause.CERTIFICATE, Cause.CERTIFICATE_ENDED, Cause.BODY_LEFT])
def test_route_self_declaration_has_no_cause_of_a_certificate(issued, pair, cause):
    authorization = issued("self_declaration")
    with pytest.raises(NotPossible, match="不以质量认证证书为依据"):
        propose(authorization, Act.SUSPEND, user=pair[0], seen=authorization.revision, reason="x", cause=cause)


def test_a_cause_that_still_is_a_fact_cannot_be_lifted_by_people(issued, pair):
    authorization = issued()
    suspend_certificate(authorization)
    authorization.refresh_from_db()
    with pytest.raises(NotPossible, match="仍然存在"):
        propose(authorization, Act.REINSTATE, user=pair[0], seen=authorization.revision, reason="请恢复",
                cause=Cause.CERTIFICATE)  # fmt: skip


def test_who_took_his_own_proposal_back_does_not_confirm_the_next_one(issued, pair):
    authorization = issued()
    first, second = pair
    seen = authorization.revision
    mine = propose(authorization, Act.SUSPEND, user=first, seen=seen, reason="改色使用", cause=Cause.MISUSE)
    drop(mine, user=second, reason="由我提出")
    again = propose(authorization, Act.SUSPEND, user=second, seen=seen, reason="改色使用", cause=Cause.MISUSE)
    with pytest.raises(NotPossible, match="未提出过意见"):
        confirm(again, user=first, seen=seen, shown=NO_PAGE)
    confirm(again, user=make.officer(Role.OPERATOR_OFFICER), seen=seen, shown=NO_PAGE)


def test_a_proposal_is_told_to_those_who_may_be_the_second_person(issued, pair):
    authorization = issued()
    propose(authorization, Act.SUSPEND, user=pair[0], seen=authorization.revision, reason="改色", cause=Cause.MISUSE)
    told = InboxMessage.objects.filter(key="sanction_proposed")
    assert pair[0].pk not in set(told.values_list("user", flat=True))
    message = told.get(user=pair[1])
    assert message.link == f"/console/authorizations/{authorization.pk}/"
    assert "改色" in message.body


def test_the_public_reads_the_cause_in_words_and_since_when(issued, act, client, clock):
    authorization = issued()
    clock.set("2026-06-01")
    act(authorization, Act.SUSPEND, Cause.QUALITY, "抽查不合格，样品编号 77")
    brand = client.get(f"/brands/{authorization.number}/").content.decode()
    assert "授权暂停中：产品质量不符合要求" in brand
    assert "自 2026 年 6 月 1 日起暂停" in brand
    assert "样品编号 77" not in brand
    verify = client.get(f"/V/{authorization.number}").content.decode()
    assert "自 2026 年 6 月 1 日起暂停。" in verify and "样品编号 77" not in verify


def test_the_marks_files_come_after_a_warning_while_the_mark_may_not_be_used(issued, act, signed_in):
    authorization = issued()
    owner = signed_in(authorization.application.created_by)
    mark = authorization.marks.first()
    address = f"/portal/authorizations/{authorization.pk}/files/{mark.file_id}/"
    assert owner.get(address).status_code == 302
    act(authorization)
    answer = owner.get(address)
    assert answer.status_code == 200
    assert "暂停期间不得在产品、包装和宣传中使用标识" in answer.content.decode()
    assert owner.get(address + "?understood=1").status_code == 302
    page = owner.get(f"/portal/authorizations/{authorization.pk}/").content.decode()
    assert page.index("现在不得使用标识") < page.index(str(mark.file_id))
    act(authorization, Act.WITHDRAW, reason="弄虚作假")
    assert "不得再使用标识" in owner.get(address).content.decode()
