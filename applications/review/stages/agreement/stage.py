"""签署授权协议: both parties have signed the standing text."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from applications.cases.filing.signatures import ENTERPRISE, OPERATOR, standing_signature
from applications.cases.models.filing import Signature
from applications.cases.rules.screening import screen
from applications.cases.stage import Phase, Stage, register
from tianfu.accounts.roles import Role

if TYPE_CHECKING:
    from applications.cases.models.application import Application


@register
class Agreement(Stage):
    key = "agreement"
    phase = Phase.CONCLUSION
    texts = ("agreement",)
    label = "签署授权协议"
    applicant_label = "等待签署授权协议"
    desk = "省市场监督管理学会"
    roles = (Role.OPERATOR_OFFICER,)
    on_review = False
    may_reject = False
    verb_label = "签署并授权"
    todo = "企业已签署，请签署授权协议。"
    clause = "标识授权协议"
    review_template = "console/stages/agreement.html"

    def awaits_officer(self) -> Q:
        signed = Signature.objects.filter(application=OuterRef("pk"), text_key="agreement", party=ENTERPRISE)
        return Q(Exists(signed))

    def problems(self, application: "Application") -> list[str]:
        problems = screen(application)
        if standing_signature(application, "agreement", ENTERPRISE) is None:
            problems.append("企业尚未签署协议。")
        if standing_signature(application, "agreement", OPERATOR) is None:
            problems.append("运营机构尚未签署协议。")
        return problems
