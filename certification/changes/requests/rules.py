"""Who may do what to a request for a change: the holder asks, mends and takes back; the operator decides, most by two."""

from collections.abc import Callable, Mapping
from typing import Any

from certification.authorizations.rules import operates_on
from certification.authorizations.standing.open_matters import register_open
from certification.changes.requests.models import ChangeRequest
from certification.changes.requests.problems import OPEN_KEY, accept_problems, open_request
from tianfu.workflow.models.aggregate import Rule, lay_down
from tianfu.workflow.signatures.two_people import unsigned


def _operator(request: ChangeRequest, user: Any) -> bool:
    return operates_on(request.authorization, user)


def _holder(request: ChangeRequest, user: Any) -> bool:
    return bool(user.can(request.authorization.enterprise.organisation, "sign"))


def _nobody(request: ChangeRequest, user: Any) -> bool:
    return False


def _signed(act: str) -> Callable[[ChangeRequest, Any, Mapping[str, Any]], list[str]]:
    """Two people, unless the city has already confirmed the facts (名称和住所); who visited the site is not the second."""

    def objections(request: ChangeRequest, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
        if not request.way.by_two:
            return []
        if problems := unsigned(request, actor, inputs.get("endorsement"), act):
            return problems
        if request.site_checks.filter(recorded_by=actor).exists():
            return ["现场核查由您登记，须由未参加核查的人员确认。"]
        return []

    return objections


def _proposed(request: ChangeRequest) -> list[str]:
    if request.endorsements.standing().filter(round=request.revision).exists():
        return ["已有人提出处理意见，请先确认或撤下。"]
    return []


RULES: dict[str, Rule] = {
    "accept": Rule("同意变更", _operator, problems=accept_problems, objections=_signed("accept"), note_required=True),
    "refuse": Rule("不予变更", _operator, objections=_signed("refuse"), note_required=True),
    "hand_back": Rule("退回补正", _operator, problems=_proposed, note_required=True),
    "file_again": Rule("再次提交", _holder),
    "retract": Rule("撤回变更申请", _holder),
    "close": Rule("不再办理", _nobody, by_system=True),
}
lay_down(ChangeRequest, RULES)
register_open(OPEN_KEY, open_request)
