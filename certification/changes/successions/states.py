"""State keys and ways of a succession, static (design 3)."""

from django.db.models import TextChoices


class SuccessionState(TextChoices):
    """A request that a mark pass on, until it is decided."""

    ASKED = "asked", "等待继受企业确认"
    WAITING = "waiting", "等待处理"
    ACCEPTED = "accepted", "已同意"
    REFUSED = "refused", "未同意"
    DECLINED = "declined", "继受企业未确认"
    RETRACTED = "retracted", "已撤回"
    CLOSED = "closed", "无需再办"


OPEN = (SuccessionState.ASKED, SuccessionState.WAITING)


class SuccessionWay(TextChoices):
    """How the firm passed on (domain 8.4). Nothing else lets a mark change hands."""

    MERGER = "merger", "企业合并"
    DIVISION = "division", "企业分立"
