"""The section 质量认证证书 of route 品质认证, registered into the application form from here."""

from typing import TYPE_CHECKING, Any

from applications.cases.sections.section import Section, register
from applications.form.sections.evidence import file_entry
from certification.certificates.claims.examination import claim_problems

if TYPE_CHECKING:
    from applications.models import Application
    from certification.certificates.models import QualityCertificate


@register
class CertificateSection(Section):
    key = "certificate"
    basis = "certificate"
    title = "质量认证证书"
    hint = "从认证机构已录入的证书中选择。没有看到您的证书，请联系发证机构录入。"
    template = "certification/certificates/portal/claim.html"

    def missing(self, application: "Application") -> list[str]:
        return [problem.rstrip("。") for problem in claim_problems(application)]

    def unprintable(self, application: "Application") -> list[str]:
        return []  # the body's words, checked when the body enters them; the enterprise cannot mend them

    def rows(self, application: "Application") -> list[dict[str, str]]:
        claim = getattr(application, "certificate_claim", None)
        if claim is None:
            return []
        return certificate_rows(claim.certificate)

    def files(self, application: "Application") -> list[dict[str, Any]]:
        claim = getattr(application, "certificate_claim", None)
        if claim is None:
            return []
        return [file_entry("质量认证证书", claim.certificate.file)]


def certificate_rows(certificate: "QualityCertificate") -> list[dict[str, str]]:
    """A certificate as application, filing and brand page show it."""
    # Only where it names some: what was signed before bodies entered them stays as it was signed.
    sites = [{"key": "certificate_sites", "label": "生产场所", "value": certificate.sites}] if certificate.sites else []
    return [
        {"key": "certificate_number", "label": "证书编号", "value": certificate.number},
        {"key": "certificate_body", "label": "认证机构", "value": str(certificate.body)},
        {"key": "certificate_holder", "label": "持证人", "value": certificate.holder_name},
        {"key": "certificate_product", "label": "产品", "value": certificate.product_name},
        {"key": "certificate_models", "label": "型号规格", "value": certificate.models_text},
        {"key": "certificate_standard", "label": "认证依据", "value": certificate.standard},
        {"key": "certificate_scope", "label": "认证范围", "value": certificate.scope},
        *sites,
        {
            "key": "certificate_issued_on",
            "label": "发证日期",
            "value": certificate.issued_on.isoformat(),
            "kind": "date",
        },
        {
            "key": "certificate_valid_until",
            "label": "有效期至",
            "value": certificate.valid_until.isoformat(),
            "kind": "date",
        },
    ]
