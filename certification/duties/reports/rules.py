"""Who may do what to a yearly report: who signs for the holder files it, one of the operator accepts or returns it."""

from typing import Any, Protocol

from certification.authorizations.rules import operates_on
from tianfu.workflow.models.aggregate import Rule


class Report(Protocol):
    """What the rules ask of a report."""

    pk: Any
    authorization: Any

    def filing_problems(self) -> list[str]: ...

    def recall_problems(self) -> list[str]: ...


def _signer(report: Report, user: Any) -> bool:
    return user.can(report.authorization.enterprise.organisation, "sign")


def _operator(report: Report, user: Any) -> bool:
    return operates_on(report.authorization, user)


def _nobody(report: Report, user: Any) -> bool:
    return False


def _recall_problems(report: Report) -> list[str]:
    return report.recall_problems()


def _problems(report: Report) -> list[str]:
    return report.filing_problems()


RULES: dict[str, Rule] = {
    "submit": Rule("报送年度自查报告", _signer, problems=_problems),
    "take_back": Rule("撤回年度自查报告", _signer, problems=_recall_problems),
    "hand_on": Rule("转由新授权报送年度自查报告", _nobody, by_system=True),
    "accept": Rule("接受年度自查报告", _operator),
    "send_back": Rule("退回年度自查报告", _operator, note_required=True),
}
