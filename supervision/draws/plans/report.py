"""What an examination of a plan found: its shares in numbers, and every finding in a sentence."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Finding:
    """`field` is the form's field it stands at, "" for the whole; only a blocking one stops the commitment."""

    words: str
    field: str = ""
    blocking: bool = True


@dataclass(frozen=True)
class Share:
    """One stratum in numbers: how many will be drawn of how many, and everyone's chance, in thousandths."""

    key: str
    label: str
    listed: int
    eligible: int
    k: int
    short: int

    @property
    def per_mille(self) -> int:
        return self.k * 1000 // self.eligible if self.eligible else 0

    @property
    def chance(self) -> str:
        """In words people read: 12.5 %."""
        return f"{self.per_mille / 10:g}%" if self.eligible else "没有可抽对象"


@dataclass
class Report:
    """What the examination found."""

    shares: list[Share] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    failing: dict[str, str] = field(default_factory=dict)
    bits: float = 0.0
    excluded: dict[str, int] = field(default_factory=dict)
    register: dict[str, Any] = field(default_factory=dict)
    inspectors: int = 0
    leads: int = 0

    @property
    def picks(self) -> int:
        """How many objects will be drawn."""
        return sum(share.k for share in self.shares)
