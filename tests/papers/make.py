"""Data of each paper for the tests, whole and plausible."""

from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from applications.papers import shapes as case_shapes
from certification.issuing import shapes as issuing_shapes
from certification.issuing.cards.shapes import CertificateCard
from supervision.inspections.records import recheck_shape, shape
from tianfu.papers import shapes
from tianfu.papers.art.artwork import wordmark

MADE_AT = datetime(2026, 11, 22, 7, 30, 5, tzinfo=UTC)
TODAY = date(2026, 11, 22)
NUMBER = "TFMP-C-511400-2026-00012-K"
URL = "HTTPS://MINGPIN.EXAMPLE.CN/V/TFMP-C-511400-2026-00012-K"
COMMON: dict[str, Any] = {"programme": "天府名品", "issuer": "天府名品标识管理机构(演示)", "made_at": MADE_AT}


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def certificate(**changes: Any) -> issuing_shapes.Certificate:
    data: dict[str, Any] = {
        **COMMON,
        "number": NUMBER,
        "verify_url": URL,
        "english": "Tianfu Mingpin · Certificate of Authorization",
        "holder": "示例光能科技有限公司",
        "uscc": "91511400TFMP121222",
        "product": "单晶硅PERC太阳电池",
        "models": ["SE-M10-5BB", "SE-M10-9BB"],
        "standards": ["T/DEMO 001—2024《单晶硅PERC太阳电池》"],
        "route": "品质认证",
        "valid_from": TODAY,
        "valid_until": date(2029, 11, 21),
        "issued_on": TODAY,
        "statement": "经审查,该产品符合「天府名品」认证要求,准予在证书有效期内按规定使用「天府名品」标识。",
    }
    return issuing_shapes.Certificate(**{**data, **changes})


def card(**changes: Any) -> CertificateCard:
    """Of the certificate above."""
    whole = certificate()
    names = ("number", "made_at", "programme", "issuer", "verify_url", "title", "holder", "uscc", "product", "models")
    data: dict[str, Any] = {name: getattr(whole, name) for name in (*names, "valid_from", "valid_until", "note")}
    return CertificateCard(**{**data, "certificate_sha256": digest("certificate"), **changes})


def mark(**changes: Any) -> issuing_shapes.Mark:
    data: dict[str, Any] = {
        **COMMON,
        "number": NUMBER,
        "verify_url": URL,
        "artwork_svg": wordmark("天府名品", "Tianfu Mingpin"),
        "holder": "示例光能科技有限公司",
        "uscc": "91511400TFMP121222",
        "product": "单晶硅PERC太阳电池",
        "models": ["SE-M10-5BB"],
        "valid_from": TODAY,
        "valid_until": date(2029, 11, 21),
        "guide": [shapes.Clause(heading="最小尺寸", paragraphs=["印刷宽度不小于 30 毫米。"])],
        "carriers": [["说明书", "印刷 30 毫米", f"天府名品授权编号：{NUMBER}"]],
        "wrong": ["拉伸", "改色", "旋转", "遮挡", "拆开", "拥挤"],
        "usage": [shapes.Clause(heading="授权范围", paragraphs=["本标识仅限用于上列产品及型号。"])],
    }
    return issuing_shapes.Mark(**{**data, **changes})


def files(count: int = 2) -> list[shapes.FileLine]:
    return [
        shapes.FileLine(part="证明材料", name=f"检测报告 {i}.pdf", size="58 KB", sha256=digest(str(i)))
        for i in range(count)
    ]


def comparison_rows() -> list[case_shapes.ComparisonRow]:
    return [
        case_shapes.ComparisonRow(
            indicator="光电转换效率",
            unit="%",
            direction="越高越好",
            own="24.6",
            own_source="检测报告 JC-2026-0187",
            international=case_shapes.StandardValue(value="≥ 22.0", source="IEC 61215-1:2021"),
            national=case_shapes.StandardValue(value="≥ 22.5", source="GB/T 6495.1—1996"),
            verdict="优于",
        ),
        case_shapes.ComparisonRow(indicator="首年衰减", unit="%", direction="越低越好", own="2.1", verdict="低于"),
    ]


def receipt(**changes: Any) -> case_shapes.Receipt:
    data: dict[str, Any] = {
        **COMMON,
        "number": "TFMP-A-2026-00001-K",
        "verify_url": URL,
        "enterprise": "示例光能科技有限公司",
        "uscc": "91511400TFMP121222",
        "product": "单晶硅PERC太阳电池",
        "route": "品质认证",
        "batch": "2026年第二批",
        "submitted_by": "张三",
        "submitted_at": MADE_AT,
        "filing_sha256": digest("filing"),
        "parts": ["主体信息", "产品信息"],
        "files": files(),
        "next_step": "形式审查由眉山市市场监督管理局办理。",
    }
    return case_shapes.Receipt(**{**data, **changes})


def filing(**changes: Any) -> case_shapes.FilingReadback:
    data: dict[str, Any] = {
        **COMMON,
        "number": "TFMP-A-2026-00001-K",
        "enterprise": "示例光能科技有限公司",
        "product": "单晶硅PERC太阳电池",
        "route": "品质认证",
        "submitted_at": MADE_AT,
        "filing_sha256": digest("filing"),
        "sections": [
            case_shapes.Section(title="主体信息", rows=[("企业名称", "示例光能科技有限公司"), ("注册地址", "")])
        ],
        "comparison": comparison_rows(),
        "evidence": files(),
    }
    return case_shapes.FilingReadback(**{**data, **changes})


def letter(**changes: Any) -> shapes.Letter:
    data: dict[str, Any] = {
        **COMMON,
        "number": "川品不受〔2026〕3号",
        "kind_label": "不予受理决定书",
        "title": "不予受理决定书",
        "addressee": "样例茶叶专业合作社",
        "subject": [("申报编号", "TFMP-A-2026-00007-3")],
        "paragraphs": ["你单位提交的申报材料收悉。", "经形式审查,存在下列情形,决定不予受理。"],
        "reasons": [shapes.Reason(code="NA-02", text="证书持有人与申报单位不一致。", clause="第十二条第二项")],
        "closing": ["上述情形消除后,你单位可以重新申报。"],
        "remedies": ["如不服本决定,你单位可以自收到之日起 15 个工作日内申请复核。"],
        "enclosures": ["形式审查意见表"],
        "contact": "受理窗口 028-00000000",
        "signed_on": TODAY,
    }
    return shapes.Letter(**{**data, **changes})


def agreement(**changes: Any) -> case_shapes.Agreement:
    text = digest("agreement")
    signed = [
        case_shapes.Signature(
            party=party, name=name, role=role, method="登录密码再次确认", signed_at=MADE_AT, text_sha256=text
        )
        for party, name, role in (("甲方", "李四", "授权代表"), ("乙方", "张三", "法定代表人"))
    ]
    data: dict[str, Any] = {
        **COMMON,
        "number": "TFMP-G-2026-00012-5",
        "title": "标识使用授权协议",
        "party_a": [("名称", "天府名品标识管理机构(演示)")],
        "party_b": [("名称", "示例光能科技有限公司"), ("信用代码", "91511400TFMP121222")],
        "preamble": "甲乙双方就「天府名品」标识的使用达成如下协议。",
        "clauses": [shapes.Clause(heading="授权范围", paragraphs=["乙方仅可在授权产品上使用标识。", "不得转让。"])],
        "text_version": "2026-01",
        "text_sha256": text,
        "signatures": signed,
    }
    return case_shapes.Agreement(**{**data, **changes})


def comparison(**changes: Any) -> case_shapes.Comparison:
    data: dict[str, Any] = {
        **COMMON,
        "number": NUMBER,
        "verify_url": URL,
        "enterprise": "示例光能科技有限公司",
        "product": "单晶硅PERC太阳电池",
        "standards": ["T/DEMO 001—2024"],
        "rows": comparison_rows(),
    }
    return case_shapes.Comparison(**{**data, **changes})


def notice(**changes: Any) -> case_shapes.Notice:
    data: dict[str, Any] = {
        **COMMON,
        "number": "TFMP-N-2026-00002-H",
        "verify_url": URL,
        "title": "关于拟授权使用「天府名品」标识的公示",
        "paragraphs": ["拟对下列产品授权使用「天府名品」标识,现予公示。"],
        "items": [
            case_shapes.NoticeItem(
                enterprise="样例家居制造有限公司", product="板式家具", region="成都市", route="自我声明"
            )
        ],
        "open_from": TODAY,
        "open_until": date(2026, 11, 30),
        "working_days": 5,
        "how_to_object": ["公示期内,任何单位和个人均可提出异议。"],
        "signed_on": TODAY,
    }
    return case_shapes.Notice(**{**data, **changes})


def inspection_record(**changes: Any) -> shape.InspectionRecord:
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 24"><path d="M4 12 L60 14" stroke="#1b2125"/></svg>'
    )
    data: dict[str, Any] = {
        **COMMON,
        "number": "SC-2026-0001-3",
        "facts": [("检查对象", "示例光能科技有限公司"), ("检查日期", "2026 年 11 月 20 日")],
        "answers": [["证书有效且在授权范围内", "符合", ""], ["标识使用合规", "不符合", "见发现的问题"]],
        "findings": [["标识使用合规", "标识超出授权范围。"]],
        "samples": [["单晶硅电池", "20261103", "3 件", "3 件，封存于成品库", "罗检查"]],
        "remarks": "企业当场提供了台账。",
        "photos": files(2),
        "inspectors": [
            shape.Signed(name="罗检查", number="5101260001", act="提交现场记录并签名", at=MADE_AT),
            shape.Signed(name="唐检查", number="5101260002", act="确认现场记录并签名", at=MADE_AT),
        ],
        "signatory": "王某",
        "signature_svg": picture,
        "signature_sha256": digest("签字"),
        "record_sha256": digest("记录"),
    }
    return shape.InspectionRecord(**{**data, **changes})


def recheck_record(**changes: Any) -> recheck_shape.RecheckRecord:
    data: dict[str, Any] = {
        **COMMON,
        "number": "SC-2026-0001-3-HS1",
        "kind_label": "核实记录表",
        "facts": [("检查对象", "示例光能科技有限公司"), ("核实日期", "2026 年 11 月 25 日")],
        "cause": [("被检查方的异议", "型号登记在另一家名下。"), ("异议成立", "登记有误，请检查组核实。")],
        "answers": [["标识使用合规", "不符合", "符合", "台账在案"]],
        "text": "核对台账，型号登记在另一家名下，标识使用符合规定。",
        "inspectors": [
            shape.Signed(name="罗检查", number="5101260001", act="登记记录并签名", at=MADE_AT),
            shape.Signed(name="唐检查", number="5101260002", act="通读记录并签名", at=MADE_AT),
        ],
        "clause": "参照《食品生产经营监督检查管理办法》第二十三条：检查人员不少于两名",
        "record_sha256": digest("核实"),
    }
    return recheck_shape.RecheckRecord(**{**data, **changes})


def all_papers() -> list[shapes.Sheet]:
    return [
        certificate(),
        card(),
        receipt(),
        filing(),
        letter(),
        agreement(),
        comparison(),
        notice(),
        inspection_record(),
        recheck_record(),
    ]
