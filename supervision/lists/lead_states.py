"""Keys of leads, static."""

from django.db.models import TextChoices


class LeadState(TextChoices):
    FILED = "filed", "待处理"
    DECIDED = "decided", "已处理"


class LeadOutcome(TextChoices):
    """What an officer makes of a finding."""

    CHECK = "check", "定向检查"
    SUSPEND = "suspend", "转请运营机构暂停授权"
    NOTHING = "nothing", "不作处理"
