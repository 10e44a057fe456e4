"""The data that several papers share: what every sheet carries, the letter, and building blocks.

A paper's own shape stands beside the subject that issues it, with its kind (`paper_kinds.py`). Dates are `date`, moments
timezone-aware `datetime` (printed in Beijing time to the second), numbers are text as they shall appear. A shape knows its
template; `render(shape.template, shape)` and `issue_paper` take it as it is.
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
class FileLine:
    """A file with the part it belongs to; `size` as printed (「1.2 MB」)."""

    part: str
    name: str
    size: str
    sha256: str


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
