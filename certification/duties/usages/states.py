"""State keys of a registered usage of the mark, static (design 3)."""

from django.db.models import TextChoices


class UsageState(TextChoices):
    """标识使用登记 (川质强省发〔2021〕1号三（五）: 包装、说明书、经营场所、广告宣传)."""

    REGISTERED = "registered", "等待审核"
    APPROVED = "approved", "已登记"
    RETURNED = "returned", "已退回"
    RETRACTED = "retracted", "已撤回"
    REVOKED = "revoked", "已停用"


# Written anew by its holder.
EDITABLE = (UsageState.RETURNED, UsageState.RETRACTED)
OPEN = (UsageState.REGISTERED, UsageState.APPROVED, *EDITABLE)
