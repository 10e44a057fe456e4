"""State keys and kinds of a holder's request for a change, static (design 3)."""

from django.db.models import TextChoices


class ChangeState(TextChoices):
    """A request for a change, until it is decided."""

    WAITING = "waiting", "等待处理"
    RETURNED = "returned", "退回补正"
    ACCEPTED = "accepted", "已同意"
    REFUSED = "refused", "未同意"
    RETRACTED = "retracted", "已撤回"
    CLOSED = "closed", "无需再办"


OPEN = (ChangeState.WAITING, ChangeState.RETURNED)


class ChangeKind(TextChoices):
    """What may be altered (domain 8.4)."""

    NAME = "name", "名称和住所"
    MODELS = "models", "型号规格"
    STANDARD = "standard", "执行标准"
    TRADEMARK = "trademark", "商标"
    SITE = "site", "生产场所"
