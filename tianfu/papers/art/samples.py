"""Sample evidence for demo data: real PDF files with plausible content, each marked 演示样张."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, ClassVar

from tianfu.papers.renderer import render
from tianfu.papers.shapes import Sheet
from tianfu.text.moments import BEIJING

Rows = list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Evidence(Sheet):
    """What a sample shows; always marked 演示样张, whatever the settings say."""

    template: ClassVar[str] = "evidence"
    kind_label: str
    title: str
    demo: bool = True
    rows: list[tuple[str, str]]
    columns: list[str] = field(default_factory=list)
    table: list[list[str]] = field(default_factory=list)
    conclusion: str = ""
    signed_on: date


def sample_evidence(kind: str, *, number: str, enterprise: str, on: date, **facts: Any) -> bytes:
    """A PDF of one of `SAMPLE_KINDS` dated `on`; further `facts` by kind, all optional.

    licence: uscc, address, person · test_report: product, model, standard, laboratory, results (rows of five texts)
    quality_certificate: product, models, standard, body, valid_until · management_system: scope, standard, body
    honour: title, authority · undertaking: text
    standard_text: standard, rows (indicator, unit, own) · self_check: product, items. Raises KeyError for another kind.
    """
    evidence = SAMPLE_KINDS[kind](number, enterprise, on, facts)
    return render("evidence", evidence).pdf


def _evidence(number: str, on: date, label: str, issuer: str, rows: Rows, **more: Any) -> Evidence:
    return Evidence(
        number=number,
        made_at=datetime.combine(on, time(10), BEIJING),
        programme=issuer,
        issuer=issuer,
        kind_label=label,
        title=label,
        rows=rows,
        signed_on=on,
        **more,
    )


def _licence(number: str, enterprise: str, on: date, facts: dict[str, Any]) -> Evidence:
    rows = [
        ("名称", enterprise),
        ("统一社会信用代码", facts.get("uscc", number)),
        ("类型", "有限责任公司（演示）"),
        ("住所", facts.get("address", "四川省（演示地址）")),
        ("法定代表人", facts.get("person", "张三")),
        ("成立日期", on.isoformat()),
    ]
    return _evidence(number, on, "营业执照（样张）", "演示登记机关", rows)


def _test_report(number: str, enterprise: str, on: date, facts: dict[str, Any]) -> Evidence:
    standard = facts.get("standard", "T/DEMO 001—2024")
    rows = [
        ("委托单位", enterprise),
        ("样品名称", facts.get("product", "演示产品")),
        ("规格型号", facts.get("model", "标准型")),
        ("检测依据", standard),
        ("样品数量", "3 件"),
        ("检测日期", on.isoformat()),
    ]
    results = facts.get("results") or [["外观质量", "—", "应无明显缺陷", "符合", "合格"]]
    return _evidence(
        number,
        on,
        "检测报告",
        facts.get("laboratory", "演示检测中心"),
        rows,
        columns=["检测项目", "单位", "技术要求", "检测结果", "判定"],
        table=[list(map(str, row)) for row in results],
        conclusion=f"所检项目符合 {standard} 的要求。本报告仅对来样负责。",
    )


def _quality_certificate(number: str, enterprise: str, on: date, facts: dict[str, Any]) -> Evidence:
    rows = [
        ("证书编号", number),
        ("持证单位", enterprise),
        ("产品名称", facts.get("product", "演示产品")),
        ("规格型号", "、".join(facts.get("models", [])) or "标准型"),
        ("认证依据", facts.get("standard", "T/DEMO 001—2024")),
        ("颁证日期", on.isoformat()),
        ("有效期至", str(facts.get("valid_until", on.replace(year=on.year + 3, day=min(on.day, 28))))),
    ]
    return _evidence(
        number,
        on,
        "质量认证证书",
        facts.get("body", "示例认证有限公司"),
        rows,
        conclusion="上述产品符合认证依据的要求。",
    )


def _management_system(number: str, enterprise: str, on: date, facts: dict[str, Any]) -> Evidence:
    rows = [
        ("证书编号", number),
        ("组织名称", enterprise),
        ("认证依据", facts.get("standard", "GB/T 19001")),
        ("覆盖范围", facts.get("scope", "所申报产品的设计、生产和服务")),
    ]
    return _evidence(number, on, "质量管理体系认证证书", facts.get("body", "示例认证有限公司"), rows)


def _honour(number: str, enterprise: str, on: date, facts: dict[str, Any]) -> Evidence:
    rows = [
        ("获奖单位", enterprise),
        ("奖项名称", facts.get("title", "政府质量奖提名奖")),
        ("授予日期", on.isoformat()),
    ]
    return _evidence(number, on, "质量荣誉证明", facts.get("authority", "演示授予机关"), rows)


def _undertaking(number: str, enterprise: str, on: date, facts: dict[str, Any]) -> Evidence:
    text = facts.get("text", "本单位承诺所提交材料真实、准确、完整，并对其真实性承担责任。")
    return _evidence(number, on, "声明与承诺", enterprise, [("承诺单位", enterprise)], conclusion=text)


def _standard_text(number: str, enterprise: str, on: date, facts: dict[str, Any]) -> Evidence:
    """The front page of a standard; `rows` as in the comparison table."""
    rows = [
        ("标准编号", number),
        ("标准名称", facts.get("standard", "T/DEMO 001—2024").removeprefix(number).strip()),
        ("起草单位", enterprise),
        ("发布日期", on.isoformat()),
    ]
    table = [[row["indicator"], row["unit"], row["own"]] for row in facts.get("rows", [])]
    columns = ["技术指标", "单位", "要求"] if table else []
    return _evidence(number, on, "执行标准文本", "演示标准发布单位", rows, columns=columns, table=table)


def _self_check(number: str, enterprise: str, on: date, facts: dict[str, Any]) -> Evidence:
    items = facts.get("items") or [
        "质量管理体系运行有效",
        "执行标准现行有效并已公开",
        "关键指标检验合格",
        "近三年无重大质量事故",
    ]
    rows = [("自查单位", enterprise), ("自查产品", facts.get("product", "演示产品")), ("自查日期", on.isoformat())]
    table = [[str(place), text, "符合"] for place, text in enumerate(items, start=1)]
    conclusion = "经逐项自查，符合认证通用规范的要求。"
    columns = ["序号", "自查内容", "结论"]
    return _evidence(number, on, "自查评价报告", enterprise, rows, columns=columns, table=table, conclusion=conclusion)


SAMPLE_KINDS: dict[str, Callable[[str, str, date, dict[str, Any]], Evidence]] = {
    "licence": _licence,
    "test_report": _test_report,
    "quality_certificate": _quality_certificate,
    "management_system": _management_system,
    "honour": _honour,
    "undertaking": _undertaking,
    "standard_text": _standard_text,
    "self_check": _self_check,
}
