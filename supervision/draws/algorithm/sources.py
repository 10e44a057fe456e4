"""What may decide a draw (trust A.4): digits, hexadecimal digits and drawn balls; how a value is written, and its entropy."""

import math
import re
from dataclasses import dataclass
from itertools import pairwise

from supervision.draws.algorithm.refusal import Refusal

IDENTIFIER = re.compile(r"[0-9A-Za-z._-]{1,64}")
_PART = re.compile(r"([DH])([1-9][0-9]{0,2})|S([1-9][0-9]?)/([1-9][0-9]?)")
_DIGITS = {"D": re.compile(r"[0-9]*"), "H": re.compile(r"[0-9a-f]*")}


@dataclass(frozen=True, slots=True)
class Part:
    """`kind` D: `count` decimal digits; H: hexadecimal digits; S: `count` different numbers of 1 to `highest`."""

    kind: str
    count: int
    highest: int = 0

    @property
    def outcomes(self) -> int:
        """How many values the part can take."""
        if self.kind == "S":
            return math.comb(self.highest, self.count)
        return int((10 if self.kind == "D" else 16) ** self.count)

    def matches(self, text: str) -> bool:
        if self.kind != "S":
            return len(text) == self.count and _DIGITS[self.kind].fullmatch(text) is not None
        numbers = text.split("-")
        if len(numbers) != self.count or not all(re.fullmatch(r"[0-9]{2}", number) for number in numbers):
            return False
        # Two digits each: as text they sort like numbers.
        rising = all(before < after for before, after in pairwise(numbers))
        return rising and numbers[0] >= "01" and int(numbers[-1]) <= self.highest


def parts(fmt: str) -> tuple[Part, ...]:
    """The parts of a format such as `D5`, `H64`, `S6/33+S1/16`. Raises Refusal SOURCE."""
    found = []
    for text in fmt.split("+"):
        match = _PART.fullmatch(text)
        if match is None or (match[3] and int(match[3]) > int(match[4])):
            raise Refusal("SOURCE", f"随机数来源的格式“{fmt[:40]}”不成立；应如 D5、H64、S20/80，用“+”相连。")
        found.append(Part("S", int(match[3]), int(match[4])) if match[3] else Part(match[1], int(match[2])))
    return tuple(found)


def matches(fmt: str, value: str) -> bool:
    """Whether the value is written as the format says. Raises Refusal SOURCE."""
    wanted = parts(fmt)
    pieces = value.split("+")
    return len(pieces) == len(wanted) and all(part.matches(piece) for part, piece in zip(wanted, pieces, strict=True))


def outcomes(fmt: str) -> int:
    """How many values the format has; its binary logarithm is the entropy in bits. Raises Refusal SOURCE."""
    return math.prod(part.outcomes for part in parts(fmt))


def is_dice(fmt: str) -> bool:
    """Twenty ten-sided dice, rolled before witnesses (issue, draw in one meeting)."""
    return fmt == "D20"
