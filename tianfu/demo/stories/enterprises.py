"""What happened to each sample enterprise until today (domain 12, the states this version supports)."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from applications.enterprises.changes.acts import file_change
from applications.enterprises.changes.states import ChangeKind
from applications.form.rows import save_comparison_row
from applications.models import Enterprise
from applications.review.acts.corrections import ask_correction
from applications.review.acts.passages import reject
from applications.review.stages.public_notice.objections.acts import record_objection
from certification.authorizations.states import Act, Cause
from certification.authorizations.suspensions.restorations.acts import file_restoration
from certification.certificates.issued.ends import propose_end
from certification.models import Restoration, Suspension
from supervision.lists.models import Lead
from tianfu.demo.accounts import person
from tianfu.demo.firms import Firm, firms
from tianfu.demo.papers import licence, paper
from tianfu.demo.routes import Route
from tianfu.demo.stories.batches import batch_names
from tianfu.demo.stories.changes import change_stories
from tianfu.demo.stories.directories import directories
from tianfu.demo.stories.draws import draw_stories
from tianfu.demo.stories.filing import certificate, complete, enrol, file_another, file_case, officer, start_draft
from tianfu.demo.stories.inspections import check_stories
from tianfu.demo.stories.passages import advance_to, fresh, propose_to_pass, sanction
from tianfu.demo.stories.plays import Story, ago, later
from tianfu.demo.stories.reports import failed_test_reported, report_filed
from tianfu.demo.stories.usages import usages
from tianfu.workflow import clock
from tianfu.workflow.door import advance
from tianfu.workflow.signatures.shown import NO_PAGE

C, S = Route.QUALITY_CERTIFICATION, Route.SELF_DECLARATION


def authorized(firm: Firm, route: str, days: int, batch: str, body: str = "body") -> Story:
    """Filed so many days ago and carried through to the issued mark. Returns the application."""
    application = yield from file_case(firm, ago(days=days), batch, route, body)
    yield from advance_to(application, firm, "authorized", body)
    return application


def suspended(firm: Firm) -> Story:
    then = ago(working=15)
    application = yield from authorized(firm, S, 235, batch_names().spring)
    yield then
    reason = "包装上的标识改变了颜色和比例，与规定的式样不符。"
    # The 社会监督员's, where his story is told too.
    finding = Lead.objects.filter(authorization__application=application).first()
    yield from sanction(application, Act.SUSPEND, reason, Cause.MISUSE, upon=finding)
    yield later(8)
    file_restoration(
        Suspension.objects.get(authorization__application=application, lifted_at=None),
        user=person(firm.key),
        kind=Restoration.Kind.REQUEST,
        text="旧包装已全部更换，标识恢复规定的式样；今后印制前由质量负责人核对。请恢复授权。",
        uploads=[paper("包装更换说明", "self_check", firm)],
    )


def withdrawn(firm: Firm) -> Story:
    then = ago(working=38)
    application = yield from authorized(firm, C, 250, batch_names().spring, "body2")
    yield then
    reason = "监督检查发现冷链温度记录系事后补录，情节严重。"
    yield from sanction(application, Act.WITHDRAW, reason)


def cancelled(firm: Firm) -> Story:
    then = ago(working=20)
    application = yield from authorized(firm, C, 240, batch_names().spring, "body2")
    yield then
    yield from sanction(application, Act.CANCEL, "企业停产该系列，书面申请注销。")


def rejected(firm: Firm) -> Story:
    """Two operators, because the honour shown does not open the route."""
    application = yield from file_case(firm, ago(days=115), batch_names().spring, S)
    yield from advance_to(application, firm, "eligibility_check")
    yield later(2)
    note = "所附证书为行业协会颁发，不属于天府质量奖或同等质量荣誉。"
    for key in ("operator", "operator2"):
        case = fresh(application)
        reject(case, user=person(key), seen=case.revision, codes=["R2"], note=note, shown=NO_PAGE)
        if key == "operator":
            yield later(1)


def in_public_notice(firm: Firm) -> Story:
    application = yield from file_case(firm, ago(working=18), batch_names().autumn, S)
    yield from advance_to(application, firm, "public_notice")
    yield later(1, hour=16)
    record_objection(
        fresh(application),
        user=person("operator"),
        source="letter",
        objector="某家居企业",
        contact="028-00008888",
        text="认为对比表中“甲醛释放量”的检测条件与所列国家标准不一致，请核查。",
        summary="对甲醛释放量一项的检测条件提出疑问，认为与国家标准的规定不同。",
    )


def certificate_suspended(firm: Firm) -> Story:
    """Under review when its body suspends the certificate: the case stands still, desk and enterprise are told."""
    firm, application = yield from file_another(firm, firm.product, ago(working=16), batch_names().autumn, C)
    yield from advance_to(application, firm, "document_review")
    yield later(2, hour=16)
    row = application.certificate_claim.certificate
    note = "年度监督审核未按期进行，限期整改。"
    advance(row, "suspend", actor=person("body"), seen=row.revision, note=note)


def certificate_to_end(firm: Firm) -> Story:
    """A certificate without a mark on it, which one of the body wants cancelled: the colleague's turn."""
    yield ago(working=1)
    row = certificate(firm, "body", number=f"DEMO-OLD-{clock.today().year}")
    reason = "持证人书面申请注销：该型号已停产，改用新证书。"
    propose_end(row, "cancel", user=person("body"), seen=row.revision, reason=reason, shown=NO_PAGE)


def change_asked(firm: Firm) -> Story:
    """A new name with its papers: the officer of the city reads them and decides."""
    yield ago(working=1)
    name = "演示显示科技集团股份有限公司"
    facts = {"new_name": name, "valid_from": clock.today(), "explanation": "已完成变更登记，附变更后的营业执照。"}
    owner = Enterprise.objects.get(organisation__uscc=firm.uscc)
    file_change(owner, ChangeKind.RENAME, facts, [licence(replace(firm, name=name))], user=person(firm.key))


def waiting_at(firm: Firm, state: str, route: str, start: int) -> Story:
    """Filed in the open batch and now on somebody's desk."""
    application = yield from file_case(firm, ago(working=start), batch_names().autumn, route)
    yield from advance_to(application, firm, state)


def another_at(firm: Firm, product: str, state: str, start: int, *, route: str = S, proposed: bool = False) -> Story:
    """A further product, on the desk of an officer, or proposed and waiting for the second person."""
    firm, application = yield from file_another(firm, product, ago(working=start), batch_names().autumn, route)
    yield from advance_to(application, firm, state)
    if proposed:
        yield from propose_to_pass(application, firm)


def correction_asked(firm: Firm) -> Story:
    firm, application = yield from file_another(firm, firm.product, ago(working=8), batch_names().autumn, C)
    yield later(2)
    case = fresh(application)
    report = case.evidence.get(kind="test_report")
    ask_correction(
        case,
        user=officer(firm.region),
        seen=case.revision,
        message="请一次补齐下列两项。",
        gaps=[
            {"section": "evidence", "evidence": report.pk, "kind": "incorrect", "text": "检测报告缺少资质印章页，请上传完整报告。"},
            {"section": "product", "field": "annual_output", "kind": "incorrect", "text": "年产量请填写最近一个完整年度的数据。"},
        ],
    )  # fmt: skip


def drafting(firm: Firm) -> Story:
    """Half filled: the comparison table lacks the reference, evidence and certificate are missing."""
    yield from enrol(firm, ago(working=5))
    application = start_draft(firm, batch_names().autumn, C)
    row = {name: text for name, text in firm.comparison()[0].items() if not name.startswith("national")}
    save_comparison_row(application, row, user=person(firm.key))


def ready_to_file(firm: Firm, product: str) -> Story:
    """A second draft of the same enterprise with nothing missing: the tour of the README begins with it."""
    yield ago(working=3)
    firm = replace(firm, product=product)
    complete(start_draft(firm, batch_names().autumn, C), firm)


def all_stories() -> list[Callable[[], Story]]:
    firm = firms()
    spring, last_year = batch_names().spring, batch_names().last_year
    return [
        partial(authorized, firm["tourism"], S, 425, last_year),
        partial(authorized, replace(firm["tea"], product="茉莉花茶"), C, 423, last_year),
        partial(authorized, replace(firm["liquor"], product="纪念版白酒"), C, 421, last_year),
        partial(withdrawn, firm["logistics"]),
        partial(cancelled, firm["herbs"]),
        partial(suspended, firm["pickles"]),
        partial(authorized, firm["solar"], C, 210, spring),
        partial(authorized, firm["display"], C, 200, spring, "body2"),
        partial(authorized, replace(firm["battery"], product="锰酸锂正极材料"), S, 205, spring),
        partial(authorized, replace(firm["vanadium"], product="氮化钒铁"), S, 195, spring),
        partial(rejected, firm["software"]),
        partial(in_public_notice, firm["furniture"]),
        partial(another_at, firm["vanadium"], firm["vanadium"].product, "document_review", 15, route=C),
        partial(another_at, firm["liquor"], firm["liquor"].product, "eligibility_check", 12),
        partial(certificate_suspended, firm["battery"]),
        partial(waiting_at, firm["silk"], "certificate_check", C, 9),
        partial(certificate_to_end, firm["solar"]),
        partial(change_asked, firm["display"]),
        partial(usages, firm["solar"]),
        partial(report_filed, firm["tea"]),
        *change_stories(firm, last_year),
        partial(failed_test_reported, firm["tea"]),
        directories,
        *draw_stories(),
        *check_stories(),
        partial(another_at, firm["furniture"], "竹木餐桌", "completeness_check", 3),
        partial(another_at, firm["furniture"], "学生书桌", "prefecture_review", 7, proposed=True),
        partial(another_at, firm["silk"], "真丝围巾", "completeness_check", 3),
        partial(another_at, firm["vanadium"], "高钒铁合金", "prefecture_review", 7, proposed=True),
        partial(another_at, firm["solar"], "光伏逆变器", "approval", 26),
        partial(another_at, firm["display"], "车载显示屏", "approval", 27, proposed=True),
        partial(correction_asked, firm["tea"]),
        partial(drafting, firm["building"]),
        partial(ready_to_file, firm["building"], "装配式厂房"),
    ]
