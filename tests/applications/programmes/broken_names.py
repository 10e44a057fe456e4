"""Desks, sectors, papers, names and numbers: what is changed (old, new) in the good file, at which key it is refused, and why."""

from tests.applications.programmes.good_file import HONORS, QC, SD, table

NAMES = {
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
