"""State keys of the duty to bring a new certificate, static (design 3)."""

from django.db.models import TextChoices


class ReplacementState(TextChoices):
    """The holder's duty to bring a new quality certificate under a mark."""

    OPEN = "open", "等待更换"
    MET = "met", "已更换"
    OVER = "over", "逾期未更换"
    CLOSED = "closed", "无需再办"
