"""The data of 核实记录表 and 整改复查记录表."""

from dataclasses import dataclass, field
from typing import ClassVar

from supervision.inspections.records.shape import Signed
from tianfu.papers.shapes import Sheet


@dataclass(frozen=True, kw_only=True)
class RecheckRecord(Sheet):
    """What two inspectors found when they looked again, why they looked, and how each signed.

    `answers`: item, what the filed record said, what was found now, note; empty for a 整改复查, whose word is `outcome`.
    `cause`: what led to it, each as heading and text: an objection and its answer, a return, an order and its report.
    `signature_svg` is the picture of the inspected side's signature under a 整改复查, `unsigned` why there is none; both
    empty under a 核实, and under what was signed before the inspected side was asked.
    """

    template: ClassVar[str] = "recheck_record"
    kind_label: str
    facts: list[tuple[str, str]]
    cause: list[tuple[str, str]] = field(default_factory=list)
    answers: list[list[str]] = field(default_factory=list)
    outcome: str = ""
    text: str
    inspectors: list[Signed]
    signatory: str = ""
    signature_svg: str = ""
    signature_sha256: str = ""
    unsigned: str = ""
    clause: str
    record_sha256: str
