"""State keys of a holder's answer, static (design 3)."""

from django.db.models import TextChoices


class RestorationState(TextChoices):
    """The holder's answer to a suspension, until two people have decided on it."""

    WAITING = "waiting", "等待处理"
    GRANTED = "granted", "已同意"
    REFUSED = "refused", "未同意"
    RETRACTED = "retracted", "已撤回"
    CLOSED = "closed", "无需再办"
