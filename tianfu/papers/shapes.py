"""The data of every paper: what a caller fills in, field by field.

Dates are `date`, moments timezone-aware `datetime` (printed in Beijing time to the second), numbers are text as they
shall appear. A shape knows its template; `render(shape.template, shape)` and `issue_paper` take it as it is.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What every paper carries. `number` stands in the footer; `verify_url` (see `qr.verify_url`) asks for a QR."""

    template: ClassVar[str]
    number: str
    made_at: datetime
    programme: str
    issuer: str
    verify_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Certificate(Sheet):
    """标识使用授权证书 (domain.md 7.2). `english` is the small line over the title."""

    template: ClassVar[str] = "certificate"
    kind_label: str = "标识使用授权证书"
    title: str = "标识使用授权证书"
    english: str = ""
    holder: str
    uscc: str
    product: str
    models: list[str] = field(default_factory=list)
    standards: list[str]
    route: str
    valid_from: date
    valid_until: date
    issued_on: date
    statement: str
    note: str = "本证书是否有效，以扫码查询结果为准。"


@dataclass(frozen=True, kw_only=True)
class Mark(Sheet):
    """The mark licensed to one product.

    `artwork_svg` is the programme's wordmark with all text as paths (`artwork.wordmark` draws a quiet one);
    `usage` goes into 使用说明.txt of the package.
    """

    template: ClassVar[str] = "mark"
    kind_label: str = "标识"
    artwork_svg: str
    holder: str
    uscc: str
    product: str
    models: list[str] = field(default_factory=list)
    valid_from: date
    valid_until: date
    usage: list["Clause"]


@dataclass(frozen=True, kw_only=True)
class FileLine:
    """A file with the part it belongs to; `size` as printed (「1.2 MB」)."""

    part: str
    name: str
    size: str
    sha256: str


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
class Reason:
    """A coded reason: code, what was found in words, and the clause it rests on."""

    code: str
    text: str
    clause: str = ""


@dataclass(frozen=True, kw_only=True)
class Letter(Sheet):
    """A decision or notice to one enterprise: 受理通知, 补正通知, 不予受理, 不予授权, 准予授权, 暂停, 恢复, 撤销, 注销.

    `number` is its 文号. `table_head` and `table` set a table of other columns than those of coded reasons.
    `remedies` says what the enterprise may do about it (复核, 复议, 诉讼) and by when; `contact` whom to ask.
    """

    template: ClassVar[str] = "letter"
    kind_label: str
    title: str
    addressee: str
    subject: list[tuple[str, str]] = field(default_factory=list)
    paragraphs: list[str]
    reasons: list[Reason] = field(default_factory=list)
    table_head: list[str] = field(default_factory=list)
    table: list[list[str]] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    remedies: list[str] = field(default_factory=list)
    enclosures: list[str] = field(default_factory=list)
    contact: str = ""
    signed_on: date


@dataclass(frozen=True, kw_only=True)
class Clause:
    heading: str
    paragraphs: list[str]


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
