"""States of a draw and the words for what happens to it (trust.md A.2, A.8)."""

from django.db.models import TextChoices


class DrawState(TextChoices):
    """States of `DrawPlan`; the draft is nobody's business yet, everything after it is public."""

    DRAFT = "draft", "拟定中"
    COMMITTED = "committed", "已承诺"
    DRAWN = "drawn", "已抽取"
    REVEALED = "revealed", "已揭示"
    CLOSED = "closed", "已办结"
    VOID = "void", "已作废"


class Mode(TextChoices):
    """Where the numbers come from that nobody controls."""

    LOTTERY = "lottery", "公开彩票开奖号码"
    DICE = "dice", "现场掷骰（二十枚十面骰）"


class TeamRegion(TextChoices):
    """Rule for the places inspectors come from (trust.md A.5)."""

    SAME = "same", "属地（按执法区域）"
    CROSS = "cross", "异地（回避本人所在地）"


class TeamNeed(TextChoices):
    """What an object asks of its team beyond a lead."""

    NONE = "none", "不要求"
    SECTOR = "sector", "至少一人熟悉对象所属领域"


class Outcome(TextChoices):
    """How a pick ended: a draw is closed when each has one (trust.md A.2, state 7)."""

    VISITED = "visited", "已检查"
    DEVIATED = "deviated", "已按规定变动"
    FAILED = "failed", "未能检查，已记录原因"


class DeviationCode(TextChoices):
    """Public reason codes for a change of a drawn team; nothing about a person's health or family (trust.md A.8)."""

    RECUSED = "RECUSED", "回避"
    UNFIT = "UNFIT", "不能执行职务"
    LEFT = "LEFT", "离岗或调离"
    CERTIFICATE = "CERTIFICATE", "执法证失效"
    ORDERED = "ORDERED", "依法另有安排"


FINISHED = frozenset({DrawState.CLOSED, DrawState.VOID})
"""Nothing follows these."""

COMMITTED_ONCE = (DrawState.COMMITTED, DrawState.DRAWN, DrawState.REVEALED, DrawState.CLOSED, DrawState.VOID)
"""States of a plan that has a number and stands on the public page for ever."""
