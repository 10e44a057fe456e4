"""A filed case on its way through the stages, by the people whose desk it is on."""

from typing import Any

from applications.cases.stages.stage import stage
from applications.models import Application
from applications.review.acts.passages import pass_stage
from applications.review.stages.agreement.acts import countersign, sign_for_enterprise
from certification.authorizations.sanctions.acts import confirm as confirm_act
from certification.authorizations.sanctions.acts import propose
from certification.certificates.claims.acts import confirm
from certification.models import Authorization
from supervision.lists.leads.requests import propose_on_lead
from supervision.lists.models import Lead
from tianfu.demo.accounts import PASSWORD, person
from tianfu.demo.firms import Firm
from tianfu.demo.stories.filing import officer
from tianfu.demo.stories.plays import Story, later
from tianfu.workflow.signatures.shown import NO_PAGE

# Working days each step takes in the demo.
PACE = {"completeness_check": 2, "certificate_check": 1, "eligibility_check": 2, "document_review": 4}
OPINIONS = {
    "completeness_check": "材料齐全，主体信息与营业执照一致，予以受理。",
    "eligibility_check": "质量荣誉属实，信用记录良好。",
    "document_review": "标准现行有效，对比表数值与检测报告一致。",
}


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def advance_to(application: Application, firm: Firm, state: str, body: str = "body") -> Story:
    """Stage after stage until the case stands at `state`; "authorized" signs the agreement too."""
    while (case := fresh(application)).state != state:
        yield from _STEPS.get(case.state, _one_person)(case, firm, body)


def _one_person(case: Application, firm: Firm, body: str) -> Story:
    yield later(PACE[case.state])
    who = officer(firm.region) if case.state == "completeness_check" else person("operator")
    _pass(case, who, OPINIONS[case.state])


def propose_to_pass(application: Application, firm: Firm) -> Story:
    """The first of two people has spoken; the second one's turn."""
    yield later(1)
    case = fresh(application)
    first = officer(firm.region) if case.state == "prefecture_review" else person("province")
    _pass(case, first, "符合条件，建议同意。")


def _pass(case: Application, user: Any, opinion: str) -> None:
    now = fresh(case)
    pass_stage(now, user=user, seen=now.revision, opinion=opinion, answers=ticked(now), shown=NO_PAGE)


def ticked(case: Application) -> dict[str, bool]:
    """Every question of the stage confirmed."""
    return dict.fromkeys(stage(case.state).questions(case), True)


def _prefecture(case: Application, firm: Firm, body: str) -> Story:
    yield later(1)
    _pass(case, officer(firm.region), "企业经营正常，产品在当地有代表性，建议推荐。")
    yield later(1, hour=15)
    _pass(case, officer(firm.region, second=True), "同意推荐。")


def _body_confirms(case: Application, firm: Firm, body: str) -> Story:
    yield later(PACE["certificate_check"])
    now = fresh(case)
    confirm(now.certificate_claim, user=person(body), seen=now.revision, shown=NO_PAGE)


def _wait_for_notice(case: Application, firm: Firm, body: str) -> Story:
    # The task of the first day after the period passes it; stories only wait.
    yield later(int(case.notice.days) + 1, hour=9)


def _approval(case: Application, firm: Firm, body: str) -> Story:
    yield later(1)
    _pass(case, person("province"), "符合通用规范，建议准予授权。")
    yield later(1, hour=11)
    _pass(case, person("province2"), "准予授权。")


def _agreement(case: Application, firm: Firm, body: str) -> Story:
    yield later(1)
    sign_for_enterprise(case, user=person(firm.key), name=firm.person, role="法定代表人", proof=PASSWORD, shown=NO_PAGE)
    yield later(1, hour=14)
    now = fresh(case)
    operator = person("operator")
    countersign(now, user=operator, seen=now.revision, name=operator.name, role="经办人", proof=PASSWORD, shown=NO_PAGE)


_STEPS = {
    "prefecture_review": _prefecture,
    "certificate_check": _body_confirms,
    "public_notice": _wait_for_notice,
    "approval": _approval,
    "agreement": _agreement,
}


def sanction(application: Application, act: str, reason: str, cause: str = "", *, upon: Lead | None = None) -> Story:
    """Proposed by one operator, where there is one `upon` a finding; confirmed by another the next working day."""
    authorization = Authorization.objects.get(application=application)
    seen = authorization.revision
    facts: dict[str, Any] = {"user": person("operator"), "seen": seen, "reason": reason, "cause": cause}
    if upon is None:
        proposal = propose(authorization, act, **facts)
    else:
        proposal = propose_on_lead(upon, act, shown=NO_PAGE, **facts)
    yield later(1)
    confirm_act(proposal, user=person("operator2"), seen=seen, note="情况属实，同意。", shown=NO_PAGE)
