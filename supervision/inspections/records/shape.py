"""The data of 检查记录表."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from tianfu.papers.shapes import FileLine, Sheet


@dataclass(frozen=True, kw_only=True)
class Signed:
    """How one side signed a record: who, its number or role, the act, and when."""

    name: str
    number: str
    act: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class InspectionRecord(Sheet):
    """检查记录表: what the team found, the photos by their hashes, and how each side signed.

    `signature_svg` is the picture of the inspected side's signature; empty when it did not sign (`unsigned`).
    """

    template: ClassVar[str] = "inspection_record"
    kind_label: str = "检查记录表"
    facts: list[tuple[str, str]]
    answers: list[list[str]]
    findings: list[list[str]] = field(default_factory=list)
    samples: list[list[str]] = field(default_factory=list)
    remarks: str = ""
    photos: list[FileLine] = field(default_factory=list)
    inspectors: list[Signed]
    signatory: str = ""
    signature_svg: str = ""
    signature_sha256: str = ""
    unsigned: str = ""
    record_sha256: str
