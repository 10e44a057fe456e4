"""The data of the papers of a case: receipt, read-back, agreement, comparison table, public notice."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from tianfu.papers.shapes import Clause, FileLine, Sheet


@dataclass(frozen=True, kw_only=True)
class Receipt(Sheet):
    """申报回执: proof of what was filed and when."""

    template: ClassVar[str] = "receipt"
    kind_label: str = "申报回执"
    enterprise: str
    uscc: str
    product: str
    route: str
    batch: str = ""
    submitted_by: str
    submitted_at: datetime
    version: int = 1
    filing_sha256: str
    parts: list[str]
    files: list[FileLine] = field(default_factory=list)
    how_to_check: str = (
        "登录平台打开本次申报，“申报存证”一栏的 SHA-256 应与本回执一致；下载申报数据后也可自行计算核对。"
    )
    next_step: str


@dataclass(frozen=True, kw_only=True)
class StandardValue:
    """A value of a standard to compare with, and where it is written (标准号及条款)."""

    value: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class ComparisonRow:
    """One indicator; `direction` in words (越高越好), `verdict` 优于, 等同 or 低于."""

    indicator: str
    unit: str = ""
    direction: str = ""
    own: str
    own_source: str = ""
    international: StandardValue = field(default_factory=StandardValue)
    national: StandardValue = field(default_factory=StandardValue)
    industry: StandardValue = field(default_factory=StandardValue)
    verdict: str = ""


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the application: label and value as filed; an empty value prints as 未填写."""

    title: str
    rows: list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class FilingReadback(Sheet):
    """申报书: the whole application as filed."""

    template: ClassVar[str] = "filing"
    kind_label: str = "申报书"
    enterprise: str
    product: str
    route: str
    submitted_at: datetime
    version: int = 1
    filing_sha256: str
    sections: list[Section]
    comparison: list[ComparisonRow] = field(default_factory=list)
    evidence: list[FileLine] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Signature:
    """A signature as the platform records it: who, in which role, how the person was confirmed, when, which text."""

    party: str
    name: str
    role: str
    method: str
    signed_at: datetime
    text_sha256: str


@dataclass(frozen=True, kw_only=True)
class Agreement(Sheet):
    """标识使用授权协议; `text_sha256` is the hash both sides signed."""

    template: ClassVar[str] = "agreement"
    kind_label: str = "标识使用授权协议"
    title: str
    party_a: list[tuple[str, str]]
    party_b: list[tuple[str, str]]
    preamble: str = ""
    clauses: list[Clause]
    text_version: str
    text_sha256: str
    signatures: list[Signature] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Comparison(Sheet):
    """主要关键性能指标对比表 for print; the QR leads to the brand page."""

    template: ClassVar[str] = "comparison"
    kind_label: str = "指标对比表"
    enterprise: str
    product: str
    models: list[str] = field(default_factory=list)
    standards: list[str] = field(default_factory=list)
    rows: list[ComparisonRow]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class NoticeItem:
    enterprise: str
    product: str
    region: str
    route: str


@dataclass(frozen=True, kw_only=True)
class Notice(Sheet):
    """公示: what is about to be decided, until when, and how anybody may object."""

    template: ClassVar[str] = "notice"
    kind_label: str = "公示"
    title: str
    paragraphs: list[str]
    items: list[NoticeItem]
    open_from: date
    open_until: date
    working_days: int
    how_to_object: list[str]
    signed_on: date
