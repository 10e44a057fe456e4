"""What certificates say against an application at submission and decision."""

from applications.cases.rules.screening import register_check
from applications.models import Application
from tianfu.workflow import clock


@register_check("certificate_still_valid")
def certificate_still_valid(application: Application) -> list[str]:
    """Route 品质认证 stands on its certificate until the very decision."""
    claim = getattr(application, "certificate_claim", None)
    if application.basis != "certificate" or claim is None:
        return []
    certificate, today = claim.certificate, clock.today()
    if certificate.is_valid(today):
        return []
    return [f"质量认证证书 {certificate.number} 当前“{certificate.effective_label(today)}”。"]
