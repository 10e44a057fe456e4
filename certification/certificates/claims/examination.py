"""What the system itself checks of a claimed quality certificate (domain 8.2)."""

from datetime import date
from typing import TYPE_CHECKING

from tianfu.text.search_key import search_key
from tianfu.text.standard_numbers import names_standard
from tianfu.workflow import clock
from tianfu.workflow.calendar.due import add_months
from tianfu.workflow.policies.values import policy

if TYPE_CHECKING:
    from applications.models import Application
    from certification.certificates.models import QualityCertificate


def certificate_problems(application: "Application", certificate: "QualityCertificate", day: date) -> list[str]:
    """Member of the alliance, in scope, valid, long enough, same holder and product. Empty = passes."""
    body = certificate.body
    problems = []
    if not body.is_member(day):
        problems.append(f"“{body}”当前不是认证联盟成员。")
    if certificate.sector not in body.sectors_on(day) or certificate.sector != application.product_version.sector:
        problems.append("证书的认证领域与机构范围或申报产品领域不一致。")
    if not certificate.is_valid(day):
        problems.append(f"证书 {certificate.number} 当前“{certificate.effective_label(day)}”，不能作为申报依据。")
    months = int(policy("certificate.months_left", scope=application.programme_slug, on=day))
    if add_months(day, months) > certificate.valid_until:
        problems.append(f"证书剩余有效期不足 {months} 个月，请先办理再认证。")
    if certificate.holder_uscc != application.enterprise.uscc:
        problems.append("证书持有人与申报企业不是同一主体。")
    if search_key(certificate.product_name) != search_key(application.product_version.name):
        problems.append(f"证书产品“{certificate.product_name}”与申报产品“{application.product_version.name}”不一致。")
    number = application.product_version.standard_number
    if not names_standard(certificate.standard, number):
        problems.append(
            f"证书依据的标准“{certificate.standard}”不含申报的执行标准“{number}”。编号和年代号须完全一致；"
            "产品档案中写错的请更正，证书有误的请联系发证机构。"
        )
    return problems


def claim_problems(application: "Application") -> list[str]:
    """The system check of the application's claimed certificate as of today."""
    claim = getattr(application, "certificate_claim", None)
    if claim is None:
        return ["未选择质量认证证书。"]
    return certificate_problems(application, claim.certificate, clock.today())
