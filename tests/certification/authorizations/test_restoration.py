"""The holder answers a suspension with evidence; two people of the operator decide; each cause for itself."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from certification.authorizations.sanctions.acts import confirm, open_proposal, propose
from certification.authorizations.states import Act, Cause
from certification.authorizations.suspensions.restorations.acts import file_restoration, retract
from certification.models import Authorization, Restoration
from tests import make
from tests.pages import hidden
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock as the_clock
from tianfu.workflow.calendar.working_days import add_working_days
from tianfu.workflow.door import NotAllowed, NotPossible, Overtaken, advance
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


def ask(authorization, cause=Cause.MISUSE, kind="request", uploads=None):
    suspension = authorization.suspensions.get(cause=cause, lifted_at=None)
    owner = authorization.application.created_by
    uploads = [make.pdf("改正照片.pdf")] if uploads is None else uploads
    return file_restoration(suspension, user=owner, kind=kind, text="包装已全部更换。", uploads=uploads)


def answer(restoration, pair, act, reason="照片属实"):
    authorization = Authorization.objects.get(pk=restoration.authorization_id)
    seen = authorization.revision
    proposal = propose(authorization, act, user=pair[0], seen=seen, reason=reason, restoration=restoration)
    confirm(proposal, user=pair[1], seen=seen, shown=NO_PAGE)
    restoration.refresh_from_db()
    return restoration


def state_of(authorization):
    return Authorization.objects.get(pk=authorization.pk).state


def test_a_holder_asks_with_evidence_and_is_restored_by_two_people(issued, act, pair):
    authorization = issued()
    act(authorization)
    restoration = ask(authorization)
    assert restoration.due_on == add_working_days(the_clock.today(), 10).date
    assert restoration.files.count() == 1
    assert InboxMessage.objects.filter(key="restoration_received").count() == 1
    assert set(InboxMessage.objects.filter(key="restoration_to_decide").values_list("user", flat=True)) >= {
        person.pk for person in pair
    }
    assert answer(restoration, pair, Act.REINSTATE).state == "granted"
    assert state_of(authorization) == "active"
    assert authorization.suspensions.get().lifted_at is not None
    run_due()
    assert InboxMessage.objects.filter(key="authorization_reinstated").count() == 1


def test_granting_one_cause_does_not_lift_another_and_the_holder_reads_which_is_left(issued, act, pair):
    authorization = issued()
    act(authorization)
    act(authorization, Act.SUSPEND, Cause.QUALITY, "抽查不合格")
    answer(ask(authorization), pair, Act.REINSTATE)
    assert state_of(authorization) == "suspended"
    assert [row.cause for row in authorization.suspensions.filter(lifted_at=None)] == [Cause.QUALITY]
    message = InboxMessage.objects.get(key="suspension_cause_lifted")
    assert "已消除：标识使用不符合规定" in message.body
    assert "尚未消除：产品质量不符合要求" in message.body


def test_a_refusal_needs_two_people_and_its_reason_reaches_the_holder(issued, act, pair):
    authorization = issued()
    act(authorization)
    restoration = answer(ask(authorization), pair, Act.REFUSE, "照片中仍是旧包装")
    assert restoration.state == "refused"
    assert restoration.answer == "照片中仍是旧包装"
    assert state_of(authorization) == "suspended"
    assert "照片中仍是旧包装" in InboxMessage.objects.get(key="restoration_refused").body
    assert ask(authorization).state == "waiting"


def test_one_person_alone_decides_on_no_request(issued, act, pair):
    authorization = issued()
    act(authorization)
    restoration = ask(authorization)
    authorization.refresh_from_db()
    seen = authorization.revision
    proposal = propose(authorization, Act.REFUSE, user=pair[0], seen=seen, reason="不足", restoration=restoration)
    with pytest.raises(NotPossible, match="另一人"):
        confirm(proposal, user=pair[0], seen=seen, shown=NO_PAGE)
    for transition in ("grant", "refuse"):
        with pytest.raises(NotPossible, match="两人"):
            advance(restoration, transition, actor=pair[0], seen=restoration.revision, note="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        type(proposal).objects.filter(pk=proposal.pk).update(second_by=pair[0], second_at=proposal.first_at)


def test_a_request_without_evidence_is_refused_but_a_statement_needs_none(issued, act):
    authorization = issued()
    act(authorization)
    with pytest.raises(NotPossible, match="证明材料"):
        ask(authorization, uploads=[])
    assert ask(authorization, kind="statement", uploads=[]).state == "waiting"
    with pytest.raises(NotPossible, match="已有一份"):
        ask(authorization)


def test_what_rests_on_the_certificate_is_not_restored_by_asking(issued):
    authorization = issued()
    certificate = authorization.certificate
    issuer = make.member(certificate.body.organisation, sign=True)
    advance(certificate, "suspend", actor=issuer, seen=certificate.revision, note="监督审核未按期进行")
    authorization.refresh_from_db()
    with pytest.raises(NotPossible, match="证书恢复时自动消除"):
        ask(authorization, Cause.CERTIFICATE)
    statement = ask(authorization, Cause.CERTIFICATE, kind="statement")
    advance(certificate, "reinstate", actor=issuer, seen=certificate.revision + 1, note="整改完成")
    statement.refresh_from_db()
    assert statement.state == "closed"


def test_only_the_holders_people_with_the_right_may_ask(issued, act):
    authorization = issued()
    act(authorization)
    suspension = authorization.suspensions.get()
    organisation = authorization.enterprise.organisation
    for person in (
        make.member(organisation, sign=True, manage=True),
        make.user(),
        make.founder(make.enterprise("别家").organisation),
    ):
        with pytest.raises(NotAllowed):
            file_restoration(suspension, user=person, kind="statement", text="x")


def test_a_retracted_request_is_not_decided_by_a_proposal_that_was_open(issued, act, pair):
    authorization = issued()
    act(authorization)
    restoration = ask(authorization)
    authorization.refresh_from_db()
    seen = authorization.revision
    proposal = propose(authorization, Act.REINSTATE, user=pair[0], seen=seen, reason="属实", restoration=restoration)
    retract(restoration, user=authorization.application.created_by, seen=restoration.revision)
    with pytest.raises(Overtaken):
        confirm(proposal, user=pair[1], seen=seen, shown=NO_PAGE)
    authorization.refresh_from_db()
    assert (authorization.state, open_proposal(authorization)) == ("suspended", None)


def test_withdrawal_closes_what_waits(issued, act):
    authorization = issued()
    act(authorization)
    restoration = ask(authorization)
    act(authorization, Act.WITHDRAW, reason="弄虚作假")
    restoration.refresh_from_db()
    assert restoration.state == "closed"


def test_pages_lead_from_the_suspension_to_the_decision(issued, act, pair, signed_in):
    authorization = issued()
    act(authorization)
    owner, first, second = signed_in(authorization.application.created_by), signed_in(pair[0]), signed_in(pair[1])
    suspension = authorization.suspensions.get()
    form = f"/portal/suspensions/{suspension.pk}/answer/"
    assert form in owner.get(f"/portal/authorizations/{authorization.pk}/").content.decode()
    wrong = owner.post(form, {"kind": "request", "text": "包装已更换", "files": [SimpleUploadedFile("a.exe", b"MZ")]})
    assert wrong.status_code == 422
    assert "包装已更换" in wrong.content.decode()
    assert "请上传 PDF 文档" in wrong.content.decode()
    assert not Restoration.objects.exists()
    sent = owner.post(
        form, {"kind": "request", "text": "包装已更换", "files": [make.pdf("一.pdf"), make.pdf("二.pdf")]}
    )
    restoration = Restoration.objects.get()
    assert sent.url == f"/portal/restorations/{restoration.pk}/"
    assert restoration.files.count() == 2
    assert f"/console/restorations/{restoration.pk}/" in first.get("/console/restorations/").content.decode()
    page = f"/console/restorations/{restoration.pk}/"
    file = restoration.files.first().file
    assert first.get(f"/files/{file.pk}/{file.name}").status_code == 200
    authorization.refresh_from_db()
    empty = first.post(page, {"act": "grant", "reason": "", "seen": authorization.revision})
    assert (empty.status_code, "请写明核查情况和理由" in empty.content.decode()) == (422, True)
    idle = first.post(page, {"act": "", "reason": "属实", "seen": authorization.revision})
    assert (idle.status_code, "请选择同意恢复或不予恢复。" in idle.content.decode()) == (422, True)
    assert first.post(page, {"act": "grant", "reason": "属实", "seen": authorization.revision}).status_code == 302
    late = second.post(page, {"act": "refuse", "reason": "照片不清", "seen": authorization.revision})
    said = [words in late.content.decode() for words in ("已提出“恢复”，请先确认或撤下。", "照片不清")]
    assert (late.status_code, said) == (422, [True, True]), "its form is gone, the refusal and the words are not"
    read = second.get(page)
    assert "确认恢复" in read.content.decode()
    proposal = restoration.endorsements.get()
    second.post(
        f"/console/authorizations/{authorization.pk}/proposals/{proposal.pk}/",
        {**hidden(read), "act": "confirm"},
    )
    assert state_of(authorization) == "active"
    assert "已同意" in owner.get(f"/portal/restorations/{restoration.pk}/").content.decode()


def test_a_stranger_finds_neither_the_form_nor_the_request_nor_its_files(issued, act, signed_in):
    authorization = issued()
    act(authorization)
    restoration = ask(authorization)
    stranger = signed_in(make.founder(make.enterprise("别家").organisation))
    assert stranger.get(f"/portal/suspensions/{restoration.suspension_id}/answer/").status_code == 404
    assert stranger.get(f"/portal/restorations/{restoration.pk}/").status_code == 404
    file = restoration.files.get().file
    assert stranger.get(f"/files/{file.pk}/{file.name}").status_code in (403, 404)


def test_a_suspended_mark_waits_on_the_holders_home_until_he_has_asked(issued, act, signed_in):
    authorization = issued()
    act(authorization)
    client = signed_in(authorization.application.created_by)
    home = client.get("/portal/").content.decode()
    assert "授权暂停中：标识使用不符合规定，正在改正。请停止使用标识，改正后申请恢复。" in home
    ask(authorization)
    assert "等您办理" not in client.get("/portal/").content.decode()


def test_the_words_of_another_cause_ask_the_holder_for_nothing_that_is_the_officers(issued, act, signed_in):
    authorization = issued()
    act(authorization, Act.SUSPEND, Cause.OTHER, "年度报告逾期未报，请补报。")
    page = signed_in(authorization.application.created_by).get(f"/portal/authorizations/{authorization.pk}/")
    assert "请在理由中写明" not in page.content.decode()
    assert "标识暂停，直到理由中写明的情况改正。" in page.content.decode()
