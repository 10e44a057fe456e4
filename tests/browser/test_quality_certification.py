"""Route 品质认证 from registration to the verified mark, and its suspension, in the browser against the running stack."""

from datetime import date
from typing import Any

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser import cast, desks
from tests.browser.cast import Firm, pdf
from tests.browser.visitor import Visitor
from tianfu.demo.accounts import PASSWORD as STAFF

FIRM = Firm(
    "leshan@example.com", "样例木业有限公司", "91511100TFMP10100U", "乐山市",
    "板式家具", "E-100", "T/DEMO 003—2024", "板式家具",
)  # fmt: skip
NEW_NAME = "样例林业有限公司"
EVIDENCE = {"test_report": "检测报告", "standard_text": "执行标准文本"}


def test_from_registration_to_the_suspended_mark(stack: Any, scene: None, visitor: Any) -> None:
    owner, city, body = visitor(), visitor("city"), visitor("body")
    cast.sign_up(owner, FIRM)
    cast.bind(owner, FIRM)
    cast.add_product(owner, FIRM)
    draft = cast.open_application(owner, FIRM, "quality_certification")
    fill_in(owner, draft)
    certificate = f"DEMO-{FIRM.code[-6:]}"
    desks.enter_certificate(body, FIRM, certificate, date.today())
    desks.verify_claim(city, FIRM)  # before, no certificate is shown: a typed code opens nobody's
    choose(owner, draft, certificate)

    number = cast.submit(owner, draft)
    expect(owner.page.locator("main .files")).to_contain_text("回执")
    correct(owner, city, draft, number)
    desks.pass_case(city, number, "予以受理")
    desks.pass_case(city, number, "提出：同意推荐")
    second = visitor("city2")
    second.go("/console/second/")
    second.reads(FIRM.product, "复核")
    desks.pass_case(second, number, "同意推荐")
    desks.confirm_certificate(body, certificate)
    operator = visitor("operator")
    desks.pass_case(operator, number, "审核通过")

    public = visitor()
    read_notice(public)
    stack.act("scene.let_pass('+8d')")
    desks.pass_case(visitor("province"), number, "提出：准予授权")
    desks.pass_case(visitor("province2"), number, "准予授权")
    mark = sign_agreement(owner, operator, draft, number)

    download(owner)
    verify(public, mark, "有效")
    desks.propose(operator, mark, "暂停", cause="misuse", reason="包装上的标识被改色使用")
    desks.confirm_act(visitor("operator2"), mark, "暂停")
    passer_by = visitor(phone=True)  # another browser: the first may keep its answer for ten seconds
    passer_by.go(f"/V/{mark}")
    passer_by.reads("暂停", "标识使用不符合规定")
    restore(owner, operator, visitor("operator2"), mark)
    another = visitor(phone=True)
    verify(another, mark, "有效")
    rename(owner, city)
    keeps_its_papers_and_is_found_by_both_names(owner, visitor(), mark)


def restore(owner: Visitor, first: Visitor, second: Visitor, mark: str) -> None:
    """The mark's files come after a warning; the holder asks with evidence, and two people of the operator restore."""
    owner.go("/portal/authorizations/")
    owner.follow(FIRM.product)
    owner.reads("现在不得使用标识")
    owner.follow("陈述意见或申请恢复")
    owner.fill(kind="request", text="包装已全部更换。", files=pdf("改正照片.pdf"))
    owner.press("提交")
    owner.at(r"/portal/restorations/\d+/$")
    owner.reads("由两人处理")
    first.go("/console/restorations/")
    first.follow("申请恢复")
    first.fill(reason="照片属实，包装已更换。")
    first.press("提出恢复")
    expect(first.page.locator("body")).to_contain_text("须由另一人确认")
    second.go("/console/restorations/")
    second.follow("申请恢复")
    second.fill(note="情况属实")
    second.press("确认恢复")
    expect(second.page.locator("body")).to_contain_text("已确认生效")


def rename(owner: Visitor, city: Visitor) -> None:
    """Asked for with the new licence; the city decides."""
    owner.go("/portal/enterprise/changes/new/rename/")
    owner.fill(new_name=NEW_NAME, valid_from=date.today().isoformat(), files=pdf("变更后的营业执照.pdf"))
    owner.press("提交申请")
    owner.at(r"/portal/enterprise/changes/\d+/$")
    city.go("/console/enterprise-changes/")
    city.follow(FIRM.name)
    city.reads(NEW_NAME)
    city.press("同意变更")
    city.press("确认同意变更")
    city.reads("已同意变更", NEW_NAME)


def keeps_its_papers_and_is_found_by_both_names(owner: Visitor, reader: Visitor, mark: str) -> None:
    """The certificate that was issued keeps the old name; the brand page says both, and both find it."""
    owner.go("/portal/authorizations/")
    owner.follow(FIRM.product)
    with owner.page.expect_download() as got:
        owner.page.locator("section[aria-labelledby=certificate] .files a").first.click()
    text = "".join("".join(page.extract_text() for page in PdfReader(got.value.path()).pages).split())
    assert (FIRM.name in text, NEW_NAME in text) == (True, False)
    reader.go(f"/brands/{mark}/")
    reader.reads(f"现名“{NEW_NAME}”", f"“{FIRM.name}”为曾用名")
    for name in (FIRM.name, NEW_NAME):
        reader.go(f"/brands/?q={name}")
        reader.reads("共 1 项", FIRM.product)


def fill_in(owner: Visitor, draft: str) -> None:
    """Every section; typing saves itself, and leaving in the middle loses nothing."""
    owner.go(f"{draft}subject/")
    owner.fill(legal_representative="李四", address="四川省乐山市示例路 1 号")
    owner.page.locator("[name=address]").blur()
    expect(owner.page.locator("[data-field=address]")).to_contain_text("已保存")
    owner.go("/brands/")
    owner.go(f"{draft}subject/")
    assert owner.typed("address") == "四川省乐山市示例路 1 号"
    cast.fill_section(owner, draft, "subject", cast.SUBJECT)
    cast.fill_section(owner, draft, "product", cast.PRODUCT)
    cast.fill_section(owner, draft, "standard", cast.STANDARD)
    row = {"name": "甲醛释放量", "unit": "mg/m³", "direction": "lower", "own": "0.021",
           "national": "0.124", "national_source": "GB 18580-2017"}  # fmt: skip
    cast.add_indicator(owner, draft, **row)
    expect(owner.page.locator("[data-verdict]").last).to_contain_text("优于")
    cast.upload_evidence(owner, draft, EVIDENCE)


def choose(owner: Visitor, draft: str, certificate: str) -> None:
    owner.go(f"{draft}certificate/")
    owner.page.get_by_label(certificate).check()
    owner.press("选用这张证书")
    owner.at(r"/portal/applications/\d+/$")
    owner.reads("已完成 6 / 6")


def correct(owner: Visitor, city: Visitor, draft: str, number: str) -> None:
    """Asked once for a field and for a file; answered in place and handed in again."""
    desks.ask_correction(
        city, number, [("年产量（服务量）", "请填写上一年度的产量。"), ("文件：检测报告.pdf", "请上传带印章的一页。")]
    )
    owner.go(draft)
    owner.reads("补正")
    owner.go(f"{draft}product/")
    owner.reads("请填写上一年度的产量。")
    answer(owner, "已改为上一年度的产量。")
    cast.fill_section(owner, draft, "product", {"annual_output": "12.6 万套"})
    owner.go(f"{draft}evidence/")
    answer(owner, "已补传。")
    cast.upload_evidence(owner, draft, {"test_report": "检测报告（补）"})
    assert cast.submit(owner, draft, "提交补正") == number


def answer(owner: Visitor, text: str) -> None:
    owner.page.locator(".correction textarea").fill(text)
    owner.page.locator(".correction").get_by_role("button", name="答复").click()
    expect(owner.page.locator(".correction.done")).to_be_visible()


def read_notice(public: Visitor) -> None:
    public.go("/notices/")
    public.follow(FIRM.product)
    public.reads(FIRM.name, "甲醛释放量", "0.021")


def sign_agreement(owner: Visitor, operator: Visitor, draft: str, number: str) -> str:
    """Both sides sign; the worker numbers and issues. Returns the number of the mark."""
    owner.go(draft)
    owner.follow("签署授权协议")
    desks.sign(owner, "李四", "法定代表人")
    owner.reads("已签署")
    desks.open_case(operator, number)
    operator.follow("签署协议并授权")
    desks.sign(operator, "赵审核", "经办人", STAFF, "签署并授权")
    operator.reads("已授权")
    return desks.issued_mark(owner, draft)


def download(owner: Visitor) -> None:
    """Certificate and mark are real files, and each download is on record."""
    for section, start in (("certificate", b"%PDF"), ("marks", b"")):
        with owner.page.expect_download() as got:
            owner.page.locator(f"section[aria-labelledby={section}] .files a").first.click()
        assert got.value.path().read_bytes().startswith(start)
    owner.page.reload()
    owner.reads("下载记录")


def verify(public: Visitor, mark: str, word: str) -> None:
    """Brand page, verify page by number, and the address of the QR code."""
    public.go(f"/brands/{mark}/")
    public.reads(FIRM.name, "甲醛释放量", "优于")
    public.go("/verify/")
    public.fill(number=mark.lower())
    public.press("验证")
    public.reads(word, FIRM.product)
    public.go(f"/V/{mark}")
    public.reads(word)
