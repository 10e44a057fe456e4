"""Words of refusal around an application: each asked for once, where nothing else is wrong."""

from datetime import date, timedelta

import pytest

from applications.cases.filings.signatures import sign_declaration
from applications.cases.filings.submission import submit
from applications.cases.rules.completeness import answer_problems, lapse_problems
from applications.cases.sections.scope import may_fill
from applications.enterprises.changes.acts import file_change, hand_in_again
from applications.enterprises.claims.acts import ask_to_join, claim_enterprise, decide_claim
from applications.enterprises.facts import change_facts
from applications.enterprises.products.versions import change_product, refuse_wrong_facts
from applications.form.arithmetic import read_cell
from applications.form.autosave import save_fields
from applications.form.portal.forms import HonorForm
from applications.form.rows import add_evidence, remove_honor, save_comparison_row
from applications.form.start import open_application
from applications.models import Application, Batch, EnterpriseChange, EnterpriseClaim, Industry
from applications.programmes.console import BatchForm
from applications.review.acts.corrections import answer, ask_correction
from applications.review.acts.passages import pass_stage, reject
from applications.review.acts.termination import terminate
from applications.review.console.forms import GapForm
from applications.review.stages.agreement.acts import sign_agreement, sign_for_enterprise
from applications.review.stages.public_notice.objections.acts import (
    answer_objection,
    check_summary,
    close_objection,
    record_objection,
    write_summary,
)
from applications.review.work.assignment import assign
from applications.review.work.handlers import release, take
from tests import make
from tests.refusing import refusal_of, unlike
from tianfu.accounts.models import Organisation
from tianfu.workflow import clock as the_clock
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
SIGNED = {"name": "李四", "role": "法定代表人", "proof": make.PASSWORD, "shown": NO_PAGE}


@pytest.fixture
def people(reference, clock):
    clock.set("2026-03-02")
    return make.staff()


def fresh(application):
    return Application.objects.get(pk=application.pk)


def viewer(organisation):
    return make.member(organisation)


def test_who_only_looks_is_told_whom_to_ask(people):
    draft = make.draft()
    owner = draft.enterprise
    person, editor = viewer(owner.organisation), make.member(owner.organisation, edit=True)
    batch = Batch.objects.get()
    facts = {"new_name": "新名称有限公司", "valid_from": date(2026, 3, 2), "explanation": ""}
    claim = EnterpriseClaim.objects.create(
        enterprise=owner, user=person, licence=make.stored_file(), claimed_at=the_clock.now()
    )
    elsewhere = make.officer(make.Role.PREFECTURE_OFFICER, "510700")
    here = owner.organisation.region
    bureau = Organisation.objects.create(kind="authority", name="样例局", uscc=make.CODES[3], region=here)
    ask = "请联系企业管理员授予，或由有权限的成员办理。"
    assert unlike([
        ("您只有查看权限。需要申报请联系企业管理员。",
         lambda: open_application(user=person, product=draft.product, batch=batch, route=draft.route)),
        ("您只有查看权限。需要填报请联系企业管理员。", lambda: may_fill(draft, person, "subject")),
        ("您只有查看权限。需要修改企业资料请联系企业管理员。",
         lambda: change_facts(owner, {"contact_name": "赵六"}, user=person)),
        ("您只有查看权限。需要添加或修改产品请联系企业管理员。",
         lambda: change_product(draft.product, {"name": "衣柜"}, user=person)),
        (f"变更由有签署权限的成员申请。{ask}",
         lambda: file_change(owner, "rename", facts, [make.pdf()], user=editor)),
        ("您没有签署权限。请由企业管理员授予，或由有权限的成员签署。",
         lambda: sign_declaration(draft, user=editor, **SIGNED)),
        ("企业认领由登记地市（州）经办人核验。",
         lambda: decide_claim(claim, user=elsewhere, approve=True, shown=NO_PAGE)),
        ("该代码已由平台上的其他机构使用，请核对。",
         lambda: claim_enterprise(user=make.user(), code=bureau.uscc, name="样例", region=bureau.region, licence=make.pdf())),
        ("住所已随认领核验。变更住所请在“名称、登记地等变更”中申请。",
         lambda: change_facts(owner, {"address": "新址"}, user=editor)),
        ("该企业尚未有人认领，请上传营业执照认领。",
         lambda: ask_to_join(user=make.user(), enterprise=make.enterprise("无人有限公司", verified=False))),
    ]) == {}  # fmt: skip


def test_what_a_batch_does_not_take_is_named(people):
    item, call = make.product(make.enterprise()), make.batch()
    person = make.member(item.enterprise.organisation, edit=True, sign=True)

    def opening(**fields):
        Batch.objects.filter(pk=call.pk).update(**fields)
        return open_application(user=person, product=item, batch=Batch.objects.get(), route="quality_certification")

    day = the_clock.today()
    assert unlike([
        ("本批次不受理“制造”领域。", lambda: opening(sectors=["service"])),
        ("本批次不受理“品质认证”方式。", lambda: opening(routes=["self_declaration"])),
        (f"批次“{call.name}”不在受理期内（2026 年 3 月 3 日至 ", lambda: opening(opens_on=day + timedelta(days=1))),
        ("至 2026 年 3 月 1 日）。", lambda: opening(closes_on=day - timedelta(days=1))),
    ]) == {}  # fmt: skip
    assert refusal_of(lambda: opening(opens_on=day, closes_on=day)) == ""


def test_a_part_of_the_form_that_cannot_be_filled_says_why(people):
    draft, filed = make.draft(), make.filed(item=make.product(make.enterprise("第二有限公司")))
    person, other = draft.created_by, filed.created_by
    row = draft.comparison.get()
    gone = replace_id(row)
    bare = make.draft(item=make.product(make.enterprise("第三有限公司")))
    bare.comparison.all().delete()
    assert unlike([
        ("本方式没有这一部分。", lambda: may_fill(draft, person, "honors")),
        ("这一部分不按字段保存。", lambda: save_fields(draft, "comparison", {}, user=person)),
        ("申报“形式审查”，内容已锁定。", lambda: may_fill(filed, other, "subject")),
        ("请选择材料类别。", lambda: add_evidence(draft, "poem", make.pdf(), user=person)),
        ("请先填完：主要关键性能指标对比表。", lambda: sign_declaration(bare, user=bare.created_by, **SIGNED)),
        ("申报已提交，现在不能签署。", lambda: sign_declaration(filed, user=other, **SIGNED)),
        ("已被删除，请刷新页面。",
         lambda: save_comparison_row(draft, {**make.ROW, "own_value": "0.020"}, user=person, item=gone)),
    ]) == {}  # fmt: skip


def replace_id(row):
    copy = type(row).objects.get(pk=row.pk)
    copy.pk = 0
    return copy


def test_facts_of_a_product_hold_together(reference):
    industry = Industry.objects.get(key="m6-03")
    facts = {"industry": industry, "sector": "manufacturing", "standard_number": "T/DEMO 001—2024"}
    ended = Industry.objects.exclude(pk=industry.pk).filter(sector="manufacturing").first()
    Industry.objects.filter(pk=ended.pk).update(valid_to=the_clock.today() - timedelta(days=1))
    ended.refresh_from_db()
    assert unlike([
        ("不属于所选领域，请改选领域或产业。", lambda: refuse_wrong_facts(["sector"], {**facts, "sector": "service"})),
        ("已停用，请改选产业。", lambda: refuse_wrong_facts(["industry"], {**facts, "industry": ended})),
        ("看不出标准编号。请照标准文本写全代号、顺序号和年代号，如 T/DEMO 001—2024。",
         lambda: refuse_wrong_facts(["standard_number"], {**facts, "standard_number": "企业标准"})),
    ]) == {}  # fmt: skip


def test_a_change_is_asked_for_with_a_day_that_can_be(people):
    owner = make.enterprise()
    person = make.member(owner.organisation, edit=True, sign=True)

    def asked(**facts):
        said = {"new_name": "新名称有限公司", "valid_from": date(2026, 3, 2), "explanation": "", **facts}
        return file_change(owner, "rename", said, [make.pdf()], user=person)

    change = asked()
    EnterpriseChange.objects.filter(pk=change.pk).update(kind="move", new_region="510700")
    assert unlike([
        ("请填写生效日，即登记机关核准变更的日期。", lambda: asked(valid_from=None)),
        ("生效日不能早于企业成立日期。", lambda: asked(valid_from=date(2009, 5, 17))),
        ("请补充材料，或写明情况。", lambda: hand_in_again(change, [], user=person, seen=0, note=" ")),
    ]) == {}  # fmt: skip
    assert refusal_of(lambda: asked(valid_from=date(2009, 5, 18))) == ""


GAP = {"section": "evidence", "kind": "missing", "text": "缺第 2 页"}


def test_a_correction_names_what_is_missing_and_is_answered_with_words(people):
    application = make.filed()
    officer, owner = people["prefecture"], application.created_by

    def asked(**gap):
        return ask_correction(application, user=officer, seen=application.revision, gaps=[{**GAP, **gap}])

    other = make.filed(item=make.product(make.enterprise("第二有限公司"))).evidence.first()
    assert unlike([
        ("第 1 项：请选择需要补正的部分。", lambda: asked(section="poem")),
        ("第 1 项：所选的栏目不在这一部分。", lambda: asked(field="poem")),
        ("第 1 项：请写明缺什么、怎么补。", lambda: asked(text=" ")),
        ("第 1 项：内容过长，请控制在 500 字以内。", lambda: asked(text="字" * 501)),
        ("第 1 项：请选择类型。", lambda: asked(kind="poem")),
        ("第 1 项：所选文件不属于本件，或已被替换。", lambda: asked(evidence=other.pk)),
    ]) == {}  # fmt: skip
    assert refusal_of(lambda: asked(text="字" * 500)) == ""
    item = asked().open_correction().items.get()
    looks = viewer(application.enterprise.organisation)
    assert unlike([
        ("您只有查看权限。需要答复请联系企业管理员。", lambda: answer(item, user=looks, text="已补")),
        ("请写明已补正的情况，或说明理由。", lambda: answer(item, user=owner, text=" ")),
    ]) == {}  # fmt: skip
    answer(item, user=owner, text="甲")
    said = refusal_of(lambda: answer(item, user=owner, text="乙", was=""))
    assert said.startswith("在您打开页面之后，同事已写下另一份答复，没有覆盖。请看过后再决定。")


def test_an_officer_elsewhere_moves_nothing(people, clock):
    application = make.advance_to(make.filed(), "prefecture_review", people, clock)
    seen, officer, second = application.revision, people["prefecture"], people["prefecture_second"]
    kept = {"seen": seen, "shown": NO_PAGE}
    asked = make.answers(application)
    third = make.officer(make.Role.PREFECTURE_OFFICER, "510100")
    record = {"opinion": "同意", "answers": asked, **kept}
    assert unlike([
        ("该事项当前不在您的岗位。", lambda: pass_stage(application, user=people["operator"], **record)),
        ("请先由经办人提出意见，再由您复核。", lambda: pass_stage(application, user=second, **record)),
        ("该事项当前不在您的岗位。", lambda: assign(application, user=people["operator"], to=officer)),
        ("该事项当前不在您的岗位。", lambda: take(application, user=people["operator"])),
        ("只有经办人可以把事项退回岗位。", lambda: release(application, user=officer)),
        ("您没有不予授权的权限，或该事项当前不在您的岗位。",
         lambda: reject(application, user=people["operator"], codes=["R1"], note="不实", **kept)),
        ("请选择理由编码，并写明事实和依据。",
         lambda: reject(application, user=officer, codes=[], note="不实", **kept)),
        ("请选择理由编码，并写明事实和依据。",
         lambda: reject(application, user=officer, codes=["R1"], note=" ", **kept)),
        ("请写明终止办理的理由和依据，企业会在通知书中看到。",
         lambda: terminate(application, user=people["province"], note=" ", **kept)),
    ]) == {}  # fmt: skip
    reject(application, user=officer, codes=["R1"], note="不实", **kept)
    said = refusal_of(lambda: reject(application, user=second, codes=["R2"], note="", **kept))
    assert said == "复核人只能确认或不确认所提出的理由；理由不同的，请先由提出人撤下，再重新提出。"
    pass_stage(application, user=officer, **record)
    assert unlike([
        ("您已提出意见，须由另一人复核。", lambda: pass_stage(application, user=officer, **record)),
        ("本环节的复核不在您的岗位。", lambda: pass_stage(application, user=third, **record)),
    ]) == {}  # fmt: skip


SUMMARY = "有人认为检测数据的来源不清。"


def test_an_objection_is_handled_in_its_order(people, clock):
    application = make.advance_to(make.filed(), "public_notice", people, clock)
    first, second, owner = people["operator"], people["operator_second"], application.created_by
    facts = {
        "source": "letter",
        "objector": "某某公司",
        "contact": "028-86667788",
        "text": "其检测报告与产品并不对应。",
    }
    row = record_objection(application, user=first, **facts)
    looks = viewer(application.enterprise.organisation)
    earlier = make.filed(item=make.product(make.enterprise("第二有限公司")))

    def closing(user=second, outcome="dismissed", finding="经核查数据来源清楚。"):
        return close_objection(row, user=user, outcome=outcome, finding=finding, shown=NO_PAGE)

    assert unlike([
        ("该件不在公示期，不能登记公示异议。", lambda: record_objection(earlier, user=first, **facts)),
        ("没有待核对的摘要。", lambda: check_summary(row, user=second, approve=True, shown=NO_PAGE)),
        ("其中出现了异议人的名称，请删去。", lambda: write_summary(row, user=first, text="某某公司提出数据不清。")),
        ("其中出现了异议人的联系方式，请删去。", lambda: write_summary(row, user=first, text="请致电 028 8666 7788。")),
        ("其中照抄了异议原文。请用自己的话概括异议针对什么、依据是什么。",
         lambda: write_summary(row, user=first, text=facts["text"])),
    ]) == {}  # fmt: skip
    write_summary(row, user=first, text=SUMMARY)
    check_summary(row, user=second, approve=True, shown=NO_PAGE)
    many = [make.pdf(f"{number}.pdf") for number in range(40)]
    assert unlike([
        ("摘要已核对并告知企业，不能再改。", lambda: write_summary(row, user=first, text=SUMMARY)),
        ("您只有查看权限。需要陈述请联系企业管理员。", lambda: answer_objection(row, user=looks, text="不实")),
        ("个文件，请分次提交。", lambda: answer_objection(row, user=owner, text="不实", uploads=many)),
        ("请选择结论。", lambda: closing(outcome="poem")),
        ("请写明核查情况，企业会看到。", lambda: closing(finding=" ")),
        ("企业尚未陈述，陈述期限", lambda: closing(outcome="upheld")),
    ]) == {}  # fmt: skip
    closing()
    assert unlike([
        ("该异议已办结。", closing),
        ("该异议已办结或者尚未告知，现在不能陈述。", lambda: answer_objection(row, user=owner, text="不实")),
    ]) == {}  # fmt: skip


def test_the_agreement_is_signed_by_the_right_side_once_and_in_its_order(people, clock):
    application = make.advance_to(make.filed(), "agreement", people, clock)
    editor = make.member(application.enterprise.organisation, edit=True)
    earlier = make.filed(item=make.product(make.enterprise("第二有限公司")))
    assert unlike([
        ("您没有签署权限。", lambda: sign_for_enterprise(application, user=editor, **SIGNED)),
        ("不在签署协议环节。", lambda: sign_for_enterprise(earlier, user=earlier.created_by, **SIGNED)),
        ("企业尚未签署协议。",
         lambda: sign_agreement(application, party="operator", user=people["operator"], **SIGNED)),
    ]) == {}  # fmt: skip
    sign_for_enterprise(application, user=application.created_by, **SIGNED)
    said = refusal_of(lambda: sign_for_enterprise(fresh(application), user=application.created_by, **SIGNED))
    assert said == "本方已经签署，无需重复签署。"


def test_an_honour_stays_in_a_case_that_was_filed(people):
    draft = make.draft("self_declaration")
    person = draft.created_by
    assert refusal_of(lambda: remove_honor(draft, draft.honors.get(), user=person)) == ""
    filed = submit(draft, user=person, seen=draft.revision, shown=NO_PAGE)
    said = refusal_of(lambda: remove_honor(filed, filed.honors.get(), user=person))
    assert said == "申报“形式审查”，内容已锁定。"


def test_nothing_lapses_or_is_answered_that_is_not_waited_for(people):
    assert lapse_problems(make.draft()) == ["没有正在计算的期限。"]
    filed = make.filed(item=make.product(make.enterprise("第二有限公司")))
    assert lapse_problems(filed) == ["期限 2026 年 3 月 9 日（周一）未满。"]
    assert answer_problems(filed) == ["没有待答复的补正。"]


def test_a_cell_in_another_unit_is_refused_with_the_rows_own():
    said = refusal_of(lambda: read_cell("12 千克", "mm"))
    assert said == "“千克”与本行单位“mm”不一致。请换算为“mm”后只填数字；说明文字请写在来源栏。"


def test_forms_of_the_desk_and_of_the_draft_name_what_does_not_fit(people):
    call = make.batch()
    days = {"opens_on": "2026-03-02", "closes_on": "2026-03-01"}
    asked = BatchForm({"programme": call.programme_id, "name": "第二批", **days})
    assert asked.errors["closes_on"] == ["截止日不能早于开始日。"]
    assert BatchForm({**asked.data, "closes_on": "2026-03-02"}).errors.get("closes_on") is None
    assert GapForm({"text": "缺第 2 页"}, application=make.draft()).errors["place"] == ["请选择位置。"]
    for year, said in ((1979, True), (1980, False), (2026, False), (2027, True)):
        found = HonorForm(
            {"name": "质量奖", "year": str(year)}, content=call.programme.current_version().content
        ).errors.get("year", [])
        assert ("请填写获奖年度，不能晚于今年。" in found) == said, year
