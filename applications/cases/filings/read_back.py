"""The read-back: what will be filed, and the same entry by entry as the person reads it before signing."""

import re
from typing import Any

from applications.cases.filings.signatures import text_sha256
from applications.cases.models.application import Application
from applications.cases.sections.section import sections_of
from applications.programmes.models.reference import plain_industry
from tianfu.text import moments
from tianfu.text.numbers import grouped

_DIGITS = re.compile(r"-?[0-9]+(\.[0-9]+)?")
# An honour as `sections.honors` files it: name(level,by whom).
_HONOR = re.compile(r"(.*)\(([^(),]+),(.*)\)", re.DOTALL)


def filed_content(application: Application) -> dict[str, Any]:
    """The part of a filing that does not depend on who files it and when."""
    enterprise, product = application.enterprise, application.product_version
    return {
        "programme": application.programme_slug,
        "programme_version": application.programme_version.version,
        "programme_sha256": application.programme_version.sha256,
        "batch": application.occasion,
        "route": str(application.route),
        "enterprise": {"name": enterprise.organisation.name, "uscc": enterprise.uscc},
        "product": {"name": product.name, "models": product.models_text},
        "sections": [part.snapshot(application) for part in sections_of(application)],
        "commitment": {
            "version": application.programme_version.text("commitment")["version"],
            "sha256": text_sha256(application, "commitment"),
        },
    }


def entries(application: Application, content: dict[str, Any], answers: dict[str, str]) -> dict[str, Any]:
    """`content` of a filing, and the answers to a correction, by the words people know each entry by."""
    found: dict[str, Any] = {
        "申报批次": content["batch"],
        "申报方式": application.get_route_display(),
        "申报企业": f"{content['enterprise']['name']} {content['enterprise']['uscc']}",
        "产品（服务）": f"{content['product']['name']} {content['product']['models']}".strip(),
        "承诺": content["commitment"],
        "品牌项目": content["programme_sha256"],
    }
    for part in content["sections"]:
        found |= section_entries(part)
    return found | answers


def section_entries(part: dict[str, Any]) -> dict[str, Any]:
    """One section of a filing: its rows, its files, its table and its signature."""
    found: dict[str, Any] = {}
    for row in part["rows"]:
        name = row_entry(part, row)
        found[f"{name}（{row['key']}）" if name in found else name] = row_words(row)
    for number, item in enumerate(part.get("items", []), start=1):
        found[f"{part['title']} · 第 {number} 行"] = item
    for number, entry in enumerate(part["files"], start=1):
        found[f"{part['title']} · {entry['kind']} {number}"] = f"{entry['name']}（SHA-256 {entry['sha256']}）"
    if part.get("signature"):
        found[f"{part['title']} · 签署"] = part["signature"]
    return found


def row_words(row: dict[str, Any]) -> str:
    """A filed row as people write it: 2009 年 5 月 18 日, 12,000.50 万元. The filing keeps the plain value."""
    value, unit = row["value"], row.get("unit", "")
    if not value:
        return ""
    if row.get("kind") == "date":
        return moments.full_day(value)
    if row["key"] == "industry":
        return plain_industry(value)
    if honor := row["key"].startswith("honor_") and _HONOR.fullmatch(value):
        return "{}（{}，{}）".format(*honor.groups())
    if unit and _DIGITS.fullmatch(value):
        return f"{grouped(value)} {unit}"
    return f"{value} {unit}" if unit and not value.endswith(unit) else str(value)


def row_entry(part: dict[str, Any], row: dict[str, Any]) -> str:
    """The name under which `section_entries` keeps a row."""
    return f"{part['title']} · {row['label']}"


def correction_answers(application: Application) -> dict[str, str]:
    """The enterprise's answers to the open correction, handed in with the resubmission."""
    correction = application.open_correction()
    items = correction.items.order_by("pk") if correction is not None else []
    return {f"补正答复 · {number}. {item.text[:40]}": item.answer for number, item in enumerate(items, start=1)}


def shown(application: Application) -> dict[str, Any]:
    """What the page of the read-back shows now, for `tianfu.workflow.signatures.shown`."""
    return entries(application, filed_content(application), correction_answers(application))
