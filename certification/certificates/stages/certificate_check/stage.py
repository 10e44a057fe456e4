"""证书核验: the system checks member, scope, validity, holder and product; then the body confirms online."""

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from applications.cases.stages.stage import Stage, register
from certification.certificates.claims.examination import claim_problems
from tianfu.accounts.roles import Role

if TYPE_CHECKING:
    from applications.models import Application


@register
class CertificateCheck(Stage):
    key = "certificate_check"
    basis = "certificate"
    needs_sections = ("certificate",)
    label = "证书核验"
    applicant_label = "等待认证机构确认证书"
    roles = (Role.OPERATOR_OFFICER,)
    on_review = False
    passes_on_panel = False
    passes_silently = True  # the body's answer is told
    # What the body confirms: its certificate, for this holder, product and standard.
    rests_on = (
        "certificate",
        "subject.uscc",
        "product.product_name",
        "product.models_text",
        "product.sector",
        "standard.standard_number",
    )
    may_correct = True
    verb_label = "机构确认"
    todo = "认证机构不予确认，请要求补正或提出不予授权。"
    clause = "凭认证证书申请品牌标识授权（2024-04-03 启动）"
    reads_rows = ("certificate_claim__certificate__body__organisation",)
    reads_sets = ("certificate_claim__certificate__body__terms",)

    def facts(self, application: "Application") -> dict[str, Any]:
        claim = getattr(application, "certificate_claim", None)
        if claim is None:
            return {}
        certificate = claim.certificate
        return {
            "质量认证证书": f"{certificate.number}（{certificate.get_state_display()}）",
            "证书确认": [certificate.revision, claim.confirmed_revision, claim.refused_reason],
        }

    def awaits_officer(self) -> Q:
        return Q(certificate_claim__refused_reason__gt="")

    def may_pass(self, application: "Application", user: Any) -> bool:
        """Only the issuing body's confirmation passes; the operator corrects or refuses."""
        claim = getattr(application, "certificate_claim", None)
        return claim is not None and user.can(claim.certificate.body.organisation, "sign")

    def problems(self, application: "Application") -> list[str]:
        problems = claim_problems(application)
        claim = getattr(application, "certificate_claim", None)
        if claim is not None and claim.confirmed_revision != claim.certificate.revision:
            problems.append(
                f"认证机构不予确认：{claim.refused_reason}" if claim.refused_reason else "认证机构尚未确认证书。"
            )
        return problems
