"""Keys of leads, static."""

from django.db.models import TextChoices


class LeadState(TextChoices):
    FILED = "filed", "待处理"
    DECIDED = "decided", "已处理"


class LeadSource(TextChoices):
    """Whose eyes found it (domain 4: 服务质量第三方评价、神秘顾客、社会监督员, and the local bureaus)."""

    AUTHORITY = "authority", "地方市场监管部门"
    VOLUNTEER = "volunteer", "社会监督员"
    MYSTERY = "mystery", "神秘顾客"
    THIRD_PARTY = "third_party", "第三方评价"


class LeadOutcome(TextChoices):
    """What an officer makes of a finding."""

    CHECK = "check", "定向检查"
    SUSPEND = "suspend", "转请运营机构暂停或撤销授权"
    NOTHING = "nothing", "不作处理"
