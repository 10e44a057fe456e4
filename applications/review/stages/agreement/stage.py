"""签署授权协议: both parties have signed the standing text."""

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from applications.cases.filings.signatures import ENTERPRISE, OPERATOR
from applications.cases.models.filing import Signature
from applications.cases.recipients import tell_enterprise
from applications.cases.rules.obstacles import screen
from applications.cases.stages.phase import Phase
from applications.cases.stages.stage import Stage, register
from applications.review.stages.agreement.text import KEY, signed
from tianfu.accounts.roles import Role

if TYPE_CHECKING:
    from applications.cases.models.application import Application


@register
class Agreement(Stage):
    key = KEY
    phase = Phase.CONCLUSION
    texts = (KEY,)
    label = "签署授权协议"
    applicant_label = "等待签署授权协议"
    roles = (Role.OPERATOR_OFFICER,)
    on_review = False
    may_reject = False
    passes_on_panel = False
    verb_label = "签署并授权"
    todo = "企业已签署，请签署授权协议。"
    clause = "标识授权协议"
    asked = ("签署授权协议", "签署授权协议")
    enterprise_act = "签署协议"
    passed_words = "签署协议"

    def awaits_officer(self) -> Q:
        return Q(Exists(Signature.objects.filter(application=OuterRef("pk"), text_key=KEY, party=ENTERPRISE)))

    def problems(self, application: "Application") -> list[str]:
        problems = screen(application)
        if not signed(application):
            problems.append("企业尚未签署协议。")
        if not signed(application, OPERATOR):
            problems.append("运营机构尚未签署协议。")
        return problems

    def waits_for_enterprise(self, application: "Application") -> bool:
        return not signed(application)

    def status(self, application: "Application") -> str:
        return "已签署，等待运营机构签署" if signed(application) else super().status(application)

    def portal_act(self, application: "Application", user: Any) -> dict[str, str] | None:
        if not user.can(application.enterprise.organisation, "sign") or signed(application):
            return None
        return {"label": "签署授权协议", "url": reverse("portal:agreement", args=[application.pk])}

    def panel_acts(self, application: "Application") -> list[dict[str, Any]]:
        return [{"label": "签署协议并授权", "kind": "", "url": reverse("console:countersign", args=[application.pk])}]

    def _ever_signed(self, application: "Application") -> bool:
        """Also under an earlier name: who signed in time and must sign anew is not late."""
        return bool(application.signatures.filter(text_key=KEY, party=ENTERPRISE).exists())

    def lapse_problems(self, application: "Application") -> list[str]:
        signed_once = self._ever_signed(application)
        return ["企业已签署协议，等待运营机构签署，不因逾期失效。"] if signed_once else []

    def remind(self, application: "Application") -> None:
        """Once per case, to those who may sign."""
        if not self._ever_signed(application):
            once = f"agreement:{application.pk}"
            tell_enterprise(application, "agreement_to_sign", due=application.due_on, once=once)

    def after_decision(self, application: "Application", by: str) -> str:
        return f"接下来请您企业有签署权限的成员签署授权协议{by}。双方签署后，平台制发证书和标识；在此之前请勿使用标识。"

    def tell_authorized(self, application: "Application", change: Any) -> bool:
        operator = application.programme_version.content["issuer"]
        tell_enterprise(application, "agreement_signed", operator=operator, signed_at=change.at)
        return True
