"""State keys of authorizations, the acts of two people on them, causes of a suspension; static (design 3)."""

from datetime import date

from django.db.models import TextChoices


class AuthorizationState(TextChoices):
    """标识使用授权 (domain 8.4). `expired` and `superseded` are kept for the renewal issue's events."""

    PENDING = "pending", "制证中"
    ACTIVE = "active", "有效"
    SUSPENDED = "suspended", "暂停"
    WITHDRAWN = "withdrawn", "撤销"
    CANCELLED = "cancelled", "注销"
    EXPIRED = "expired", "过期"
    SUPERSEDED = "superseded", "已换证"


class Act(TextChoices):
    """The acts on an authorization that need two people."""

    SUSPEND = "suspend", "暂停"
    REINSTATE = "reinstate", "恢复"
    WITHDRAW = "withdraw", "撤销"
    CANCEL = "cancel", "注销"
    REFUSE = "refuse_restoration", "不予恢复"
    REPLACE = "replace", "更换证书"


class Cause(TextChoices):
    """Why a mark is suspended; curing one cause does not lift another."""

    CERTIFICATE = "certificate", "质量认证证书被暂停"
    CERTIFICATE_ENDED = "certificate_ended", "质量认证证书被撤销或注销"
    BODY_LEFT = "body_left", "认证机构不再具备联盟资格"
    MISUSE = "misuse", "标识使用不符合规定"
    QUALITY = "quality", "产品质量不符合要求"
    REPORT = "report_missing", "未报送年度自查报告"
    HOLDER = "holder", "持有人申请"
    OTHER = "other", "其他原因"


# Which policy limits a suspension for a cause; None = a time of its own limits it (`suspensions/replacements`).
_LIMITS: dict[str, str | None] = {
    Cause.HOLDER: "suspension.longest_months",
    Cause.CERTIFICATE_ENDED: None,
    Cause.BODY_LEFT: None,
}


def limit_key(cause: str) -> str | None:
    return _LIMITS.get(cause, "suspension.max_months")


def effective(state: str, ends_on: date, day: date) -> AuthorizationState:
    """What people see on `day` of one written down in `state`: 过期 from the day after its end, whether a job ran or not."""
    if ends_on < day and state in (AuthorizationState.ACTIVE, AuthorizationState.SUSPENDED):
        return AuthorizationState.EXPIRED
    return AuthorizationState(state)


LIVE = (AuthorizationState.PENDING, AuthorizationState.ACTIVE, AuthorizationState.SUSPENDED)
ENDED = (
    AuthorizationState.WITHDRAWN,
    AuthorizationState.CANCELLED,
    AuthorizationState.EXPIRED,
    AuthorizationState.SUPERSEDED,
)
