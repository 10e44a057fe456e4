"""Words of refusal around certificates, bodies and marks: each asked for once, where nothing else is wrong."""

from datetime import date, timedelta

import pytest

from certification.authorizations.sanctions.acts import propose
from certification.authorizations.states import Act, Cause
from certification.authorizations.suspensions.replacements.acts import fit_problems, hand_back, offer
from certification.authorizations.suspensions.requests import ask_suspension, asking_problems, take_back
from certification.authorizations.suspensions.restorations.acts import LONGEST, file_restoration
from certification.bodies.terms import begin_term, end_term
from certification.certificates.claims.acts import claim_certificate, confirm, refuse
from certification.certificates.claims.examination import certificate_problems
from certification.certificates.issued.ends import confirm_end, drop_end, propose_end
from certification.certificates.issued.entry import enter_certificate, entry_problems
from certification.models import Authorization, QualityCertificate, Replacement
from tests import make
from tests.refusing import unlike
from tianfu.workflow import clock as the_clock
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


def viewer(organisation):
    return make.member(organisation)


def changed(row, **fields):
    copy = type(row).objects.get(pk=row.pk)
    for name, value in fields.items():
        setattr(copy, name, value)
    return copy


def test_what_is_wrong_with_a_certificate_that_is_entered_stands_at_its_field(reference):
    owner, today = make.body(), the_clock.today()
    row = make.certificate(owner)
    right = {"issued_on": today, "valid_until": today + timedelta(days=1), "sector": row.sector, "number": "N-1"}
    assert entry_problems(owner, right) == {}
    assert entry_problems(owner, {**right, "valid_until": today}) == {"valid_until": "有效期至应晚于发证日期。"}
    tomorrow = today + timedelta(days=1)
    late = {**right, "issued_on": tomorrow, "valid_until": tomorrow + timedelta(days=1)}
    assert entry_problems(owner, late) == {"issued_on": "发证日期不能晚于今天。"}
    assert entry_problems(owner, {**right, "number": row.number}) == {"number": "本机构已录入过这个编号。"}
    signer = make.member(owner.organisation, sign=True, manage=True)
    assert unlike([
        ("您没有录入证书的权限，请联系机构管理员。", lambda: enter_certificate(owner, row, make.pdf(), user=signer)),
    ]) == {}  # fmt: skip


def test_a_certificate_that_does_not_fit_the_case_is_refused_for_each_reason(reference, clock):
    clock.set("2026-03-02")
    application, day = make.draft(), date(2026, 3, 2)
    row = application.certificate_claim.certificate
    assert certificate_problems(application, row, day) == []

    def said(**fields):
        return " ".join(certificate_problems(application, changed(row, **fields), day))

    assert f"证书 {row.number} 当前“暂停”，不能作为申报依据。" in said(state="suspended")
    assert "证书持有人与申报企业不是同一主体。" in said(holder_uscc="91511900TFMP17177L")
    assert "证书的认证领域与机构范围或申报产品领域不一致。" in said(sector="service")
    assert "个月，请先办理再认证。" in said(valid_until=day + timedelta(days=1))
    assert "与申报产品“板式家具”不一致。" in said(product_name="衣柜")


def test_an_end_of_a_certificate_is_for_its_signers_and_once(reference):
    row = make.certificate(make.body())
    first, second = (make.member(row.body.organisation, sign=True) for _ in range(2))
    kept = {"seen": 0, "shown": NO_PAGE}
    asked = {"reason": "弄虚作假", **kept}
    assert unlike([
        ("只有发证机构有签署权限的成员可以办理。",
         lambda: propose_end(row, "withdraw", user=viewer(row.body.organisation), **asked)),
        ("请写明理由：理由会告知持证企业和监管部门。",
         lambda: propose_end(row, "withdraw", user=first, reason=" ", **kept)),
        ("证书当前“有效”，不能办理该事项。", lambda: propose_end(row, "burn", user=first, **asked)),
    ]) == {}  # fmt: skip
    proposal = propose_end(row, "withdraw", user=first, **asked)
    assert unlike([
        (f"{first} 已提出“撤销证书”，请先确认或撤下。", lambda: propose_end(row, "cancel", user=second, **asked)),
    ]) == {}  # fmt: skip
    stranger = make.founder(make.body("别家认证公司").organisation)
    assert unlike([
        ("只有发证机构有签署权限的成员可以办理。", lambda: drop_end(proposal, user=stranger, reason="误提")),
    ]) == {}  # fmt: skip
    row = confirm_end(proposal, user=second, **kept)
    assert unlike([
        ("证书当前“撤销”，不能办理该事项。",
         lambda: propose_end(row, "cancel", user=first, reason="x", seen=row.revision, shown=NO_PAGE)),
    ]) == {}  # fmt: skip


def test_the_body_answers_for_its_own_certificate(reference, clock):
    clock.set("2026-03-02")
    application = make.advance_to(make.filed(), "certificate_check", make.staff(), clock)
    claim = application.certificate_claim
    signer = make.member(claim.certificate.body.organisation, sign=True)
    stranger = make.founder(make.body("示例认证有限公司（另）").organisation)
    seen = {"seen": application.revision, "shown": NO_PAGE}
    draft = make.draft(item=make.product(make.enterprise("第二有限公司")))
    assert unlike([
        ("只有发证机构有签署权限的成员可以确认。", lambda: confirm(claim, user=stranger, **seen)),
        ("请写明不予确认的理由。", lambda: refuse(claim, user=signer, reason=" ", shown=NO_PAGE)),
        ("该证书的持有人不是本企业。",
         lambda: claim_certificate(draft, claim.certificate, user=draft.created_by)),
        ("该申报已不在证书核验环节。",
         lambda: refuse(draft.certificate_claim, user=signer, reason="不符", shown=NO_PAGE)),
    ]) == {}  # fmt: skip


def test_terms_of_a_body_rest_on_a_paper_and_a_field(reference):
    owner, officer = make.body(), make.officer(make.Role.OPERATOR_OFFICER)
    term = owner.terms.filter(ends_on=None).first()
    day, kept = the_clock.today(), {"actor": officer, "shown": NO_PAGE}
    assert unlike([
        ("请写明依据：会告知受影响的企业。", lambda: end_term(term, ends_on=day, reason=" ", **kept)),
        ("请写明依据，例如文件名称和文号。",
         lambda: begin_term(owner, sector="", starts_on=day, reason=" ", **kept)),
        ("请选择认证领域。", lambda: begin_term(owner, sector="poetry", starts_on=day, reason="x", **kept)),
    ]) == {}  # fmt: skip


@pytest.fixture
def mark(clock, reference):
    """Active, its papers left out: what is asked here is asked of its row."""
    clock.set("2026-03-02")
    row = make.authorization(clock_fixture=clock)
    number = {"number": "TFMP-2026-00001-K", "published_at": the_clock.now()}
    Authorization.objects.filter(pk=row.pk).update(state="active", **number)
    return Authorization.objects.get(pk=row.pk)


def test_a_holder_asks_with_words_and_the_right_to_sign(mark):
    owner, editor = (
        mark.application.created_by,
        make.member(mark.enterprise.organisation, edit=True),
    )
    cause = mark.suspensions.create(cause=Cause.MISUSE, reason="改色", since=the_clock.now())
    Authorization.objects.filter(pk=mark.pk).update(state="suspended")
    suspended = Authorization.objects.get(pk=mark.pk)

    def filing(user=owner, text="已更换。", kind="statement"):
        return file_restoration(cause, user=user, kind=kind, text=text, uploads=[])

    assert unlike([
        ("暂停由有签署权限的成员申请。", lambda: ask_suspension(suspended, user=editor, text="停产")),
        ("您只有查看权限。需要提出陈述或申请的，请联系企业管理员。",
         lambda: filing(user=viewer(mark.enterprise.organisation))),
        ("请写明事实和理由。", lambda: filing(text=" ")),
        (f"事实和理由不超过 {LONGEST} 字，请精简，或作为附件上传。", lambda: filing(text="字" * (LONGEST + 1))),
        ("请选择陈述意见或申请恢复。", lambda: filing(kind="poem")),
        ("申请恢复须附改正情况的证明材料", lambda: filing(kind="request")),
    ]) == {}  # fmt: skip
    request = ask_suspension(suspended, user=owner, text="停产")
    assert unlike([("暂停申请由有签署权限的成员撤回。", lambda: take_back(request, user=editor))]) == {}
    mark.suspensions.create(cause=Cause.HOLDER, reason="停产", since=the_clock.now())
    assert asking_problems(suspended) == ["授权已按您的申请暂停。"]


def test_an_operator_proposes_what_the_facts_allow_and_one_thing_at_a_time(mark):
    first, second = make.officer(make.Role.OPERATOR_OFFICER), make.officer(make.Role.OPERATOR_OFFICER)
    asked = {"seen": mark.revision, "reason": "情况属实"}
    mark.suspensions.create(cause=Cause.MISUSE, reason="改色", since=the_clock.now())
    assert unlike([
        ("请写明理由：理由会写入决定书并告知企业。",
         lambda: propose(mark, Act.CANCEL, user=first, seen=mark.revision, reason=" ")),
        ("已因该原因暂停，无需重复。", lambda: propose(mark, Act.SUSPEND, user=first, cause=Cause.MISUSE, **asked)),
        ("没有以该原因作出的、尚未消除的暂停。",
         lambda: propose(mark, Act.REINSTATE, user=first, cause=Cause.QUALITY, **asked)),
    ]) == {}  # fmt: skip
    propose(mark, Act.CANCEL, user=first, **asked)
    said = f"{first} 已提出“注销”，请先确认或撤下。"
    assert unlike([(said, lambda: propose(mark, Act.WITHDRAW, user=second, **asked))]) == {}


def test_a_new_certificate_fits_the_mark_or_is_refused_for_each_reason(mark):
    old, owner = mark.certificate, mark.application.created_by
    duty = Replacement.objects.create(
        authorization=mark, certificate=old, cause=Cause.CERTIFICATE_ENDED, opened_at=the_clock.now(),
        due_on=the_clock.today(),
    )  # fmt: skip
    new = make.certificate(make.body("新认证公司"), fits=mark.product)
    assert fit_problems(duty, new) == []
    assert fit_problems(duty, old) == ["这是需要更换的原证书。"]
    for fields, sentence in [
        ({"holder_uscc": "91511900TFMP17177L"}, "证书持有人与授权持有人不是同一主体。"),
        ({"product_name": "衣柜"}, "证书产品“衣柜”与授权产品“板式家具”不一致。"),
        ({"sector": "service"}, "证书的认证领域与授权产品的领域不一致。"),
    ]:
        assert sentence in fit_problems(duty, changed(new, **fields))
    operator = make.officer(make.Role.OPERATOR_OFFICER)
    assert unlike([
        ("您只有查看权限。需要更换证书的，请联系企业管理员。",
         lambda: offer(duty, new, user=viewer(mark.enterprise.organisation))),
        ("企业没有提交新证书，或该事项已经办结。", lambda: hand_back(duty, user=operator, reason="不符")),
    ]) == {}  # fmt: skip
    duty = offer(duty, new, user=owner)
    assert unlike([
        ("已提交过新证书，正在核对。", lambda: offer(duty, new, user=owner)),
        ("请写明理由：会告知企业。", lambda: hand_back(duty, user=operator, reason=" ")),
    ]) == {}  # fmt: skip
    seen = Authorization.objects.get(pk=mark.pk).revision
    propose(mark, Act.REPLACE, user=operator, seen=seen, reason="一致", replacement=duty)
    said = "已有人提出更换，请先确认或撤下。"
    assert unlike([(said, lambda: hand_back(duty, user=operator, reason="不符"))]) == {}
    assert QualityCertificate.objects.filter(pk=new.pk).exists()
