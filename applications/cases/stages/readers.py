"""Who reads where a case stands, and the facts from which its sentence is made. A leaf, so that every stage may add its own."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from tianfu.text.moments import long_day


class Reader(Enum):
    ENTERPRISE = "enterprise"
    OFFICER = "officer"
    PUBLIC = "public"


@dataclass(frozen=True)
class Standing:
    """`doing` is the stage's own 「正在初审」; `late` counts working days after `due`; `paused` names the cause.

    `answered`: the enterprise has done what the stage asks of it. `to_decide`: what the stage waited for has come, the
    desk has to decide.
    """

    state: str
    label: str
    doing: str = ""
    desk: str = ""
    due: date | None = None
    provisional: bool = False
    over: bool = False
    late: int = 0
    paused: str = ""
    paused_since: date | None = None
    phone: str = ""
    answered: bool = False
    to_decide: bool = False
    grant: str = "授权"

    @property
    def since_words(self) -> str:
        """，自 2026 年 12 月 1 日（周二）起; "" when nothing stands still."""
        return f"，自 {long_day(self.paused_since)}起" if self.paused_since else ""
