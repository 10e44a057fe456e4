"""Parts that are missing, levels, routes and their stages: what is changed (old, new) in the good file, at which key it is refused, and why."""

from tests.applications.programmes.good_file import AGREED, GOOD, QC, SD, SECTIONS, table

ORDERS = {
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
}  # fmt: skip
