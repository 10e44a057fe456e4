"""State keys of quality certificates, static (design 3)."""

from django.db.models import TextChoices


class CertificateState(TextChoices):
    """The body's 质量认证证书. 过期 is derived from the end date, never stored."""

    VALID = "valid", "有效"
    SUSPENDED = "suspended", "暂停"
    WITHDRAWN = "withdrawn", "撤销"
    CANCELLED = "cancelled", "注销"
