"""Kinds and state keys of an incident report, static."""

from django.db.models import TextChoices


class IncidentKind(TextChoices):
    """What has to be reported; each with its term as a policy (`term_key`)."""

    ACCIDENT = "accident", "重大质量事故"
    RECALL = "recall", "产品召回"
    FAILED_TEST = "failed_test", "检验检测不合格"
    LOST_TEST = "lost_test", "检验报告或认证失效"


def term_key(kind: str) -> str:
    """The policy that says within how many days of learning of it this kind is reported."""
    return f"incident.{IncidentKind(kind).value}_days"


class IncidentState(TextChoices):
    REPORTED = "reported", "已报告"
    ACKNOWLEDGED = "acknowledged", "已核收"
    RETRACTED = "retracted", "已撤回"
