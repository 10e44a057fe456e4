"""The programme file: everything that names the brand stands in it, and all of it is checked without a database."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from applications.programme_files.files import faults_of, programme_files, read, together
from tests.architecture.source import ROOT

WHOLE = (ROOT / "applications" / "programmes" / "tfmp.toml").read_text()
# Without what it says of renewals, so that each fault below is one of the routes.
GOOD = re.sub(r"(# 续期:.*\n)?\[routes\.\w+\.renewal\]\n(.+\n)+\n", "", WHOLE)
QC, SD = "routes.quality_certification", "routes.self_declaration"
AGREED = '"public_notice", "approval", "agreement"]\nvalidity_policy = "validity.quality'
SECTIONS = 'sections = ["subject", "product", "standard", "comparison", "certificate", "evidence"]'
HONORS = '[honors]\nnamed = ["天府质量奖"]\nlevels = ["national", "province", "prefecture"]\n'


def table(name: str) -> str:
    """The lines of a table of the good file, header included."""
    start = GOOD.index(f"[{name}]\n")
    end = GOOD.find("\n[", start)
    return GOOD[start : end + 1]


# What is changed (old, new), at which key it is refused, and why.
BROKEN = {
    "an unknown key": ('slug = "tfmp"', 'slug = "tfmp"\ncolour = "red"', "colour", "不认识的项，请核对写法或删除。"),
    "a key nobody knows deep inside": (
        'required = true, hint = "团体标准或企业标准全文。" },\n  { key = "self',
        'required = true, hint = "团体标准或企业标准全文。", size = 3 },\n  { key = "self',
        f"{SD}.evidence[1].size",
        "不认识的项，请核对写法或删除。",
    ),
    "a version in words": ("version = 3\n", 'version = "二"\n', "version", "应为整数。"),
    "a truth in words": (
        'basis = "certificate"\nagreement = true', 'basis = "certificate"\nagreement = "yes"', f"{QC}.agreement",
        "应为true 或 false。",
    ),
    "a day for a text": ('document_word = "川品"', "document_word = 2026-01-01", "document_word", "应为文字。"),
    "an old format": ("format = 2", "format = 1", "format", "应为 2（文件格式的版本，目前为 2）。"),
    "an empty name": ('name = "天府名品"\nlevel', 'name = ""\nlevel', "name", "不能为空。"),
    "a name with a blank at its end": (
        'name = "天府名品"\nlevel', 'name = "天府名品 "\nlevel', "name", "格式不对：前后没有空格，不换行。",
    ),
    "a sign that no paper prints": (
        'tagline = "四川省区域公共质量品牌"', 'tagline = "四川省质量品牌😀"', "words.tagline",
        "“😀”（U+1F600）印不到文书上，请删去或换一种写法。确为姓名或名称用字的，请联系平台运营机构补充字形。",
    ),
    "no letters": (table("letters"), "", "letters", "缺少这一项。"),
    "no checklists": (table("checklists"), "", "checklists", "缺少这一项。"),
    "no reasons": (table("reasons"), "", "reasons", "缺少这一项。"),
    "no mark": (GOOD[GOOD.index("[mark]") :], "", "mark", "缺少这一项。"),
    "no issuer": ('issuer = "四川省市场监督管理学会"\n', "", "issuer", "缺少这一项。"),
    "no region": ('region = "510000"\n', "", "region", "缺少这一项。"),
    "no commitment": (table("texts.commitment"), "", "texts.commitment", "缺少“提交时”要用的文本。"),
    "an agreement without its text": (table("texts.agreement"), "", "texts.agreement", "缺少“签署授权协议”要用的文本。"),
    "a declaration without its text": (table("texts.declaration"), "", "texts.declaration", "缺少“声明与承诺”要用的文本。"),
    "a text nobody shows": (
        "[texts.commitment]", '[texts.oath]\nversion = "1"\ntitle = "誓词"\nbody = ["誓。"]\n\n[texts.commitment]',
        "texts.oath", "没有环节或部分用到这份文本。",
    ),
    "a region that does not exist": ('region = "510000"', 'region = "510200"', "region", "没有代码为 510200 的行政区划。"),
    "a region of another level": (
        'region = "510000"', 'region = "510100"', "level", "“成都市”是市（州）级，与所写级别不符。",
    ),
    "a level nobody knows": ('level = "province"\n', 'level = "town"\n', "level", "只能是 province、prefecture、county 之一。"),
    "a review above the programme": (
        'review_level = "prefecture"', 'review_level = "province"', "review_level", "初审级别应低于品牌项目所在级别。",
    ),
    "a validity nobody set": (
        'validity_policy = "validity.quality_certification"', 'validity_policy = "validity.forever"',
        f"{QC}.validity_policy", "validity.forever：没有这个政策参数。",
    ),
    "a validity that is no time": (
        'validity_policy = "validity.quality_certification"', 'validity_policy = "stage.approval.days"',
        f"{QC}.validity_policy", "stage.approval.days：不是以月计的期限。",
    ),
    "an order without a decision": (
        AGREED, AGREED.replace('"approval", ', ""), f"{QC}.stages", "走不到头：没有由两人作出决定的环节。",
    ),
    "a stage twice": (
        AGREED, AGREED.replace('"approval"', '"public_notice", "approval"'), f"{QC}.stages[5]", "“public_notice”重复。",
    ),
    "an unknown stage": (
        AGREED, AGREED.replace('"approval"', '"oracle", "approval"'), f"{QC}.stages[5]", "没有名为 oracle 的环节。",
    ),
    "公示 before 形式审查": (
        'stages = ["completeness_check", "prefecture_review", "certificate_check", "document_review", "public_notice"',
        'stages = ["public_notice", "completeness_check", "prefecture_review", "certificate_check", "document_review"',
        f"{QC}.stages[0]",
        "“公示”不能排在“形式审查”之前。",
    ),
    "a review after the decision": (
        '"document_review", "public_notice", "approval", "agreement"]\nvalidity_policy = "validity.quality',
        '"public_notice", "approval", "document_review", "agreement"]\nvalidity_policy = "validity.quality',
        f"{QC}.stages[5]",
        "“资料审核”不能排在“准予决定”之后。",
    ),
    "an agreement that is no agreement": (
        'basis = "certificate"\nagreement = true', 'basis = "certificate"\nagreement = false', f"{QC}.agreement",
        "写明不签协议，但最后一个环节是签署协议。",
    ),
    "an unknown section": (
        SECTIONS, SECTIONS.replace('"evidence"', '"evidence", "poem"'), f"{QC}.sections[6]", "没有名为 poem 的填报部分。",
    ),
    "a section twice": (
        SECTIONS, SECTIONS.replace('"evidence"', '"evidence", "subject"'), f"{QC}.sections[6]", "“subject”重复。",
    ),
    "a form without the product": (
        SECTIONS, SECTIONS.replace('"product", ', ""), f"{QC}.sections", "缺少必有的部分 product（产品信息）。",
    ),
    "a declaration beside a certificate": (
        SECTIONS, SECTIONS.replace('"evidence"', '"evidence", "declaration"'), f"{QC}.sections[6]",
        "declaration 只用于以自我声明为依据的方式。",
    ),
    "a basis nobody knows": (
        'basis = "declaration"', 'basis = "rumour"', f"{SD}.basis", "只能是 certificate、declaration、review 之一。",
    ),
    "letters of no route": (
        "[letters]\n", '[letters]\npilgrimage = { filing = "P", authorization = "P" }\n', "letters.pilgrimage",
        "没有这个申报方式。",
    ),
    "one letter for two routes": (
        'self_declaration = { filing = "S"', 'self_declaration = { filing = "A"', "letters.self_declaration.filing",
        "字母 A 已用于 quality_certification。",
    ),
    "the letter of notices": (
        'self_declaration = { filing = "S"', 'self_declaration = { filing = "N"', "letters.self_declaration.filing",
        "字母 N 已用于 公示编号。",
    ),
    "a checklist for a stage the routes lack": (
        "[checklists]\n", '[checklists]\nexpert_review = [{ key = "score", text = "已评分" }]\n', "checklists.expert_review",
        "没有方式经过这个环节。",
    ),
    "a checklist that is missing": (
        GOOD[GOOD.index("eligibility_check = [\n") : GOOD.index("document_review = [\n")], "", "checklists.eligibility_check",
        "缺少这个环节的核对清单。",
    ),
    "a question twice": (
        'key = "parts", text', 'key = "identity", text', "checklists.completeness_check[1].key", "“identity”重复。",
    ),
    "a material twice": (
        '  { key = "other", label = "其他证明材料", required = false, hint = "专利、奖项、用户评价等，可多份。" },\n]\n\n[routes.self',
        '  { key = "test_report", label = "其他材料", required = false, hint = "可多份。" },\n]\n\n[routes.self',
        f"{QC}.evidence[2].key",
        "“test_report”重复。",
    ),
    "a reason twice": ('code = "R6"', 'code = "R1"', "reasons.reject[5].code", "理由编码 R1 重复。"),
    "a stage nobody can act in": (
        'roles = ["province_officer", "province_approver"]', 'roles = ["province_officer"]', "stages.approval.desk",
        "“准予决定”没有人能办：岗位 authority 须有角色省级审批人（province_approver）。",
    ),
    "a role nobody has": (
        'roles = ["province_officer", "province_approver"]', 'roles = ["province_officer", "province_approver", "king"]',
        "desks.authority.roles[2]", "没有名为 king 的角色。",
    ),
    "an unknown desk": (
        'label = "公示", desk = "operator"', 'label = "公示", desk = "porter"', "stages.public_notice.desk",
        "没有名为 porter 的岗位。",
    ),
    "a desk nobody uses": (
        "[desks.body]", '[desks.idle]\nname = "闲置岗位"\nroles = ["expert"]\n\n[desks.body]', "desks.idle",
        "没有环节用到这个岗位。",
    ),
    "a local desk that names no region": (
        'name = "{region}市场监督管理局"\nroles = ["prefecture_officer", "prefecture_approver"]',
        'name = "{region}市场监督管理局"\nroles = ["prefecture_officer"]',
        "stages.prefecture_review.desk",
        "“市州初审”没有人能办：岗位 prefecture 须有角色市（州）审批人（prefecture_approver）。",
    ),
    "no contact to print": (
        'contact = { address = "成都市示例路 6 号（演示地址）", phone = "028-00006666", email = "authority@example.test" }\n', "",
        "desks.authority.contact", "缺少地址和电话：公示、决定书要写。",
    ),
    "a stage without a name": (
        'approval = { label = "准予决定", desk = "authority", clause = "设计：四眼原则" }\n', "", "stages.approval",
        "缺少这个环节的名称、岗位和依据。",
    ),
    "a remedy at no desk": ('desk = "authority"\nwho', 'desk = "moon"\nwho', "remedy.desk", "没有名为 moon 的岗位。"),
    "a sector nobody knows": (
        "[sectors]\n", '[sectors]\nmining = { label = "采矿", industries = ["5+1"] }\n', "sectors.mining", "没有这个领域。",
    ),
    "industries nobody knows": (
        'industries = ["10+3"]', 'industries = ["5+1"]', "sectors.agriculture.industries[0]",
        "参考数据中没有这个领域的产业体系“5+1”。",
    ),
    "honours that are asked for and not named": (HONORS, "", "honors", "有质量荣誉部分，但没有写明认可的荣誉。"),
    "indicators nobody knows": (
        'indicator_scheme = "2024-v1"', 'indicator_scheme = "1999"', "indicator_scheme", "没有名为 1999 的指标体系。",
    ),
    "an unknown paper": ("[papers.rejected]", '[papers.menu]\ntitle = "菜单"\n\n[papers.rejected]', "papers.menu", "没有这种文书。"),
    "a paper that is missing": (table("papers.withdrawal"), "", "papers.withdrawal", "缺少这种文书的标题和文字。"),
    "a place nobody fills": (
        "符合“{brand}”要求", "符合“{province}”要求", "papers.approved.paragraphs[0]",
        ("不认识的占位 {province}，这里可以用 {brand}、{day}、{grant}、{mark}、{next_desk}、{next_stage}、{note}、"
        "{organ}、{right}、{stage}。"),
    ),
    "a bracket left open": (
        "准予在证书有效期内按规定使用“{brand}”标识。", "准予按规定使用“{brand”标识。", "papers.certificate.statement",
        "花括号没有成对。",
    ),
    "no carriers": ('carriers = ["产品及包装", "说明书", "经营场所", "广告宣传"]', "carriers = []", "mark.carriers", "至少要有一条。"),
    "a carrier twice": ('"经营场所", "广告宣传"]', '"说明书", "广告宣传"]', "mark.carriers[2]", "“说明书”重复。"),
    "a slug with capitals": (
        'slug = "tfmp"', 'slug = "TFMP"', "slug", "格式不对：小写字母开头，3 至 40 个小写字母、数字或连字符。",
    ),
    "two ways of one name": (
        'label = "自我声明"', 'label = "品质认证"', f"{SD}.label", "“品质认证”重复，人们会分不清。",
    ),
    "two stages of one name": (
        'label = "市州初审"', 'label = "形式审查"', "stages.prefecture_review.label", "“形式审查”重复，人们会分不清。",
    ),
    "two sectors of one name": ('label = "农产"', 'label = "制造"', "sectors.agriculture.label", "“制造”重复，人们会分不清。"),
    "two desks of one name": (
        'name = "{issuer}"', 'name = "认证机构"', "desks.operator.name", "“认证机构”重复，人们会分不清。",
    ),
    "a question in the same words": (
        'text = "规定材料齐全、可以打开"', 'text = "主体信息与营业执照一致"', "checklists.completeness_check[1].text",
        "“主体信息与营业执照一致”重复，人们会分不清。",
    ),
    "a reason in the same words": (
        'text = "申报产品不属于本批次受理领域"', 'text = "申报主体不在受理范围内"', "reasons.decline[1].text",
        "“申报主体不在受理范围内”重复，人们会分不清。",
    ),
    "a material of the same name": (
        'label = "自查评价报告"', 'label = "检测报告"', f"{SD}.evidence[2].label", "“检测报告”重复，人们会分不清。",
    ),
    "a letter for an unknown act": (
        'quality_certification = { filing = "A", authorization = "C" }',
        'quality_certification = { filing = "A", authorization = "C", appeal = "B" }',
        "letters.quality_certification.appeal", "不认识的项，请核对写法或删除。",
    ),
    "a picture in place of a wordmark": (
        'wordmark = "天府名品"', 'wordmark = "天府名品"\npicture = "mark.exe"', "mark.picture", "不认识的项，请核对写法或删除。",
    ),
    "a carrier that is no name": ('"说明书", "经营场所"', '{ name = "说明书" }, "经营场所"', "mark.carriers[1]", "应为文字。"),
    "a carrier without a name": ('"说明书", "经营场所"', '"", "经营场所"', "mark.carriers[1]", "不能为空。"),
    "a contact without telephone": (
        'phone = "028-00008888", ', "", "desks.operator.contact.phone", "缺少这一项。",
    ),
    "a telephone of letters": (
        'phone = "028-00008888"', 'phone = "call us"', "desks.operator.contact.phone", "格式不对：电话号码。",
    ),
    "a validity in numbers": (
        'validity_policy = "validity.quality_certification"', "validity_policy = -12", f"{QC}.validity_policy", "应为文字。",
    ),
    "a version with a fraction": ("version = 3\n", "version = 3.0\n", "version", "应为整数。"),
    "a version without bound": ("version = 3\n", "version = 99999999999999999999\n", "version", "不能大于 32767。"),
    "a version of nothing": ("version = 3\n", "version = 0\n", "version", "不能小于 1。"),
    "a table for a list": ("[words]", "[[words]]", "words", "应为一组项（表）。"),
    "a name over two lines": (
        'name = "天府名品"\nlevel', 'name = "天府\\n名品"\nlevel', "name", "格式不对：前后没有空格，不换行。",
    ),
    "a name with a tabulator": (
        'name = "天府名品"\nlevel', 'name = "天府\\t名品"\nlevel', "name", "格式不对：前后没有空格，不换行。",
    ),
    "a key over two lines": (
        'slug = "tfmp"', 'slug = "tfmp"\n"a\\nb" = 1', '"a\\nb"', "不认识的项，请核对写法或删除。",
    ),
    "an empty key": ('slug = "tfmp"', 'slug = "tfmp"\n"" = 1', '""', "不认识的项，请核对写法或删除。"),
    "a place inside a place": (
        "按规定使用“{brand}”标识。\"\nnote", "按规定使用“{brand.pk}”标识。\"\nnote", "papers.certificate.statement",
        "不认识的占位 {brand.pk}，这里可以用 {brand}、{grant}、{mark}、{right}、{route}。",
    ),
    "a place in a title": (
        'title = "不予授权决定书"', 'title = "不予{grant}决定书"', "papers.rejected.title", "不认识的占位 {grant}。",
    ),
    "a letter of renewals beside the routes": (
        'filing = "S", authorization = "S" }', 'filing = "S", authorization = "C" }', "letters.self_declaration.authorization",
        "字母 C 已用于 quality_certification。",
    ),
    "an honour twice": ('named = ["天府质量奖"]', 'named = ["天府质量奖", "天府质量奖"]', "honors.named[1]", "“天府质量奖”重复。"),
    "an honour of no level": (
        'levels = ["national", "province", "prefecture"]', 'levels = ["world"]', "honors.levels[0]",
        "只能是 national、province、prefecture 之一。",
    ),
    "a key twice": ('prefix = "TFMP"', 'prefix = "TFMP"\nprefix = "XX"', "prefix", "第 13 行重复写了这一项。"),
}  # fmt: skip


def refused(source: str, folder: Path) -> list[str]:
    path = folder / "broken.toml"
    path.write_text(source)
    return [line.removeprefix(f"{path}: ") for line in read(path).lines]


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file_is_refused_at_its_key_with_the_reason(what: str, tmp_path: Path) -> None:
    old, new, key, reason = BROKEN[what]
    assert GOOD.count(old) == 1
    assert refused(GOOD.replace(old, new), tmp_path) == [f"{key}: {reason}"]


def test_every_fault_is_said_not_only_the_first(tmp_path: Path) -> None:
    source = GOOD
    for what in ("no issuer", "an unknown stage", "a reason twice", "a place nobody fills", "a role nobody has"):
        old, new, _, _ = BROKEN[what]
        source = source.replace(old, new)
    assert [line.split(": ")[0] for line in refused(source, tmp_path)] == [
        "desks.authority.roles[2]",
        "issuer",
        "papers.approved.paragraphs[0]",
        "reasons.reject[5].code",
        "routes.quality_certification.stages[5]",
    ]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"\xff\xfe", "-: 不是 UTF-8 编码的文字。"),
        (
            b"[routes\n",
            "-: 第 1 行不是正确的 TOML：Expected ']' at the end of a table declaration (at line 1, column 8)。",
        ),
        (b"#" * (1024 * 1024 + 1), "-: 文件超过 1 MB，不是品牌项目文件。"),
        (None, "-: 读不到这个文件（No such file or directory）。"),
    ],
)
def test_what_is_no_programme_file_is_refused_in_a_sentence(data: bytes | None, line: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    if data is not None:
        path.write_bytes(data)
    assert read(path).lines == [f"{path}: {line}"]


@pytest.mark.parametrize("source", ["format = 2", "routes = 3", "routes = { a = 1 }", "stages = [1]", "letters = [[]]"])
def test_a_file_of_any_shape_is_refused_and_never_breaks_the_check(source: str, tmp_path: Path) -> None:
    lines = refused(source, tmp_path)
    assert "slug: 缺少这一项。" in lines
    assert len(lines) == len(set(lines))


@pytest.mark.parametrize("wrong", [[[1]], {"": {"": [{}]}}, "字", 0], ids=["list", "table", "text", "number"])
def test_a_wrong_type_anywhere_is_a_fault_and_never_breaks_the_check(wrong: Any) -> None:
    good = tomllib.loads(GOOD)
    for key, part in good.items():
        assert faults_of(good | {key: wrong}) != [] or isinstance(wrong, str)
        for inner in part if isinstance(part, dict) else []:
            found = faults_of(good | {key: part | {inner: wrong}})
            assert any(fault.path[:2] == (key, inner) for fault in found) or isinstance(wrong, str)
            for deep in part[inner] if isinstance(part[inner], dict) and key in ("routes", "stages", "desks") else []:
                faults_of(good | {key: part | {inner: part[inner] | {deep: wrong}}})


def test_two_files_may_not_share_a_prefix_nor_a_version(tmp_path: Path) -> None:
    one, same, other = tmp_path / "a.toml", tmp_path / "b.toml", tmp_path / "c.toml"
    one.write_text(GOOD)
    same.write_text(GOOD)
    other.write_text(GOOD.replace('slug = "tfmp"', 'slug = "other"'))
    files = together([read(one), read(same), read(other)])
    assert [line for file in files for line in file.lines] == [
        f"{same}: version: {one} 已是这个品牌项目的第 3 版。",
        f"{other}: prefix: 编号前缀已用于 {one}。",
        f"{other}: prefix: 编号前缀已用于 {same}。",
    ]


def test_every_file_that_comes_with_the_platform_may_stand() -> None:
    assert [read(path).lines for path in programme_files()] == [[] for _ in programme_files()]


RENEWAL = 'stages = ["completeness_check", "eligibility_check", "document_review", "approval", "agreement"]'
SAID = 'sections = ["renewal", "subject", "product", "standard", "comparison", "honors", "evidence", "declaration"]'
BROKEN_RENEWALS = {
    "a stage that the route has not": (
        RENEWAL, RENEWAL.replace('"eligibility_check"', '"certificate_check"'),
        [
            f"{SD}.renewal.stages[1]: certificate_check 只用于以认证证书为依据的方式。",
            f"{SD}.renewal.stages[1]: 续期不能经过本方式没有的环节“证书核验”。",
            f"{SD}.renewal.stages[1]: “证书核验”没有人能通过：缺少填报部分 certificate。",
        ],
    ),
    "no decision": (
        RENEWAL, RENEWAL.replace('"approval", ', ""), [f"{SD}.renewal.stages: 走不到头：没有由两人作出决定的环节。"],
    ),
    "no agreement": (
        RENEWAL, RENEWAL.replace(', "agreement"', ""),
        [f"{SD}.renewal.stages: 写明以协议办结，但最后一个环节不是签署协议。"],
    ),
    "a stage nobody knows": (
        RENEWAL, RENEWAL.replace('"approval"', '"oracle", "approval"'),
        [f"{SD}.renewal.stages[3]: 没有名为 oracle 的环节。"],
    ),
    "nothing said of what changed": (
        SAID, SAID.replace('"renewal", ', ""), [f"{SD}.renewal.sections: 缺少必有的部分 renewal（续期说明）。"],
    ),
    "no declaration": (
        SAID, SAID.replace(', "declaration"', ""), [f"{SD}.renewal: 以自我声明为依据，但没有相应的填报部分。"],
    ),
    "a first application that says what changed": (
        SECTIONS, SECTIONS.replace('"subject"', '"renewal", "subject"', 1), [f"{QC}.sections[0]: renewal 只用于续期。"],
    ),
    "no order": (RENEWAL + "\n", "", [f"{SD}.renewal.stages: 缺少这一项。"]),
    "something else": (RENEWAL, RENEWAL + "\nfee = 0", [f"{SD}.renewal.fee: 不认识的项，请核对写法或删除。"]),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN_RENEWALS)
def test_a_broken_renewal_is_refused_with_all_its_faults(what: str, tmp_path: Path) -> None:
    old, new, faults = BROKEN_RENEWALS[what]
    assert WHOLE.count(old) == 1
    assert sorted(refused(WHOLE.replace(old, new), tmp_path)) == sorted(faults)


ODD = {
    "nothing": (b"", "文件里没有内容。"),
    "a comment only": ("# 待补\n".encode(), "文件里没有内容。"),
    "another encoding": (WHOLE.encode("gb18030"), "不是 UTF-8 编码的文字。"),
    "two bytes a letter": (WHOLE.encode("utf-16"), "不是 UTF-8 编码的文字。"),
    "too much": (b"#" * 1_048_577, "文件超过 1 MB，不是品牌项目文件。"),
    "a thousand levels": (b"a = " + b"[" * 2000 + b"]" * 2000, "层次太多，不是品牌项目文件。"),
    "JSON": (b"{}", "第 1 行不是正确的 TOML：Invalid statement (at line 1, column 1)。"),
    "YAML": (
        b"slug: tfmp\n", "第 1 行不是正确的 TOML：Expected '=' after a key in a key/value pair (at line 1, column 5)。",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", ODD)
def test_a_file_that_is_none_is_refused_in_one_line(what: str, tmp_path: Path) -> None:
    data, reason = ODD[what]
    path = tmp_path / "odd.toml"
    path.write_bytes(data)
    assert read(path).lines == [f"{path}: -: {reason}"]


def test_a_folder_a_device_and_a_name_that_is_none_are_refused(tmp_path: Path) -> None:
    assert read(tmp_path).lines == [f"{tmp_path}: -: 读不到这个文件（Is a directory）。"]
    assert read("/dev/null").lines == ["/dev/null: -: 不是普通文件。"]
    assert read("a\0b").lines == ["a\0b: -: 不是正确的文件名或 TOML。"]


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "bom.toml"
    path.write_text(WHOLE, encoding="utf-8-sig")
    assert read(path).lines == []


def test_ten_thousand_faults_are_said_one_a_line_and_soon(tmp_path: Path) -> None:
    rows = "".join(f'  {{ key = "identity", text = "第 {n} 问" }},\n' for n in range(10_000))
    lines = refused(GOOD.replace("completeness_check = [\n", f"completeness_check = [\n{rows}"), tmp_path)
    assert lines[0] == "checklists.completeness_check[1].key: “identity”重复。"
    assert (len(lines), [line for line in lines if "\n" in line]) == (10_000, [])


def test_a_county_reviews_only_where_there_is_one(tmp_path: Path) -> None:
    county = GOOD.replace('review_level = "prefecture"', 'review_level = "county"')
    assert refused(county, tmp_path) == []
    assert [
        line
        for line in refused(
            GOOD.replace('level = "province"\nregion = "510000"', 'level = "county"\nregion = "320509"'), tmp_path
        )
        if line.startswith("review_level")
    ] == ["review_level: 初审级别应低于品牌项目所在级别。"]


class TestCommands:
    """Neither needs a database, a secret or settings."""

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-W", "ignore", "manage.py", *arguments]
        env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)

    def test_a_good_and_a_broken_file_are_told_apart(self, tmp_path: Path) -> None:
        good, broken = tmp_path / "good.toml", tmp_path / "broken.toml"
        good.write_text(GOOD)
        broken.write_text(GOOD.replace("slug", "slog").replace("TFMP", "XX"))
        found = self.run("programme_check", str(good), str(broken))
        assert found.returncode == 2
        assert found.stdout.splitlines() == [
            f"{good}: OK tfmp 第 3 版（天府名品）",
            f"{broken}: slog: 不认识的项，请核对写法或删除。",
            f"{broken}: slug: 缺少这一项。",
        ]
        assert self.run("programme_check", str(good)).returncode == 0

    def test_the_list_names_slug_name_routes_and_orders(self) -> None:
        found = self.run("programme_list")
        assert found.returncode == 0
        assert found.stdout.splitlines()[:4] == [
            "tfmp\t天府名品\t第 3 版",
            (
                "  quality_certification\t品质认证\tcompleteness_check → prefecture_review → certificate_check → "
                "document_review → public_notice → approval → agreement"
            ),
            (
                "  quality_certification\t品质认证续期\tcompleteness_check → certificate_check → document_review → "
                "approval → agreement"
            ),
            (
                "  self_declaration\t自我声明\tcompleteness_check → prefecture_review → eligibility_check → "
                "document_review → public_notice → approval → agreement"
            ),
        ]
