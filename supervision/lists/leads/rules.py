"""Who files a finding, who reads it, who decides what becomes of it."""

from collections.abc import Mapping
from typing import Any, Protocol

from supervision.directories.scope import holds_for
from supervision.lists.leads.states import LeadOutcome, LeadSource
from tianfu.accounts.roles import Role
from tianfu.workflow.models.aggregate import Rule
from tianfu.workflow.signatures.two_people import unsigned


class Finding(Protocol):
    """What the rules ask of a lead."""

    pk: Any
    revision: int
    filed_by_id: Any
    authorization_id: Any

    @property
    def authorization(self) -> Any: ...


FILERS = (Role.SUPERVISOR_VOLUNTEER, Role.PREFECTURE_OFFICER)
DECIDERS = (Role.PROVINCE_OFFICER, Role.PROVINCE_APPROVER)
# Who reads every lead and who filed it; everybody else his own.
OVERSEERS = (Role.PROVINCE_OFFICER, Role.PROVINCE_APPROVER, Role.AUDITOR)


# What a filer may name, first what follows from the role. A mystery visitor is invited as 社会监督员; who was sent by a
# bureau, and what an evaluation found for it, comes through its officer. Nobody but an officer speaks for a bureau.
SOURCES = {
    Role.PREFECTURE_OFFICER: (LeadSource.AUTHORITY, LeadSource.MYSTERY, LeadSource.THIRD_PARTY),
    Role.SUPERVISOR_VOLUNTEER: (LeadSource.VOLUNTEER, LeadSource.MYSTERY),
}


def sources(user: Any) -> list[LeadSource]:
    """What this filer may name as the source, first what follows from the role; empty: files nothing."""
    offered = [source for role, named in SOURCES.items() if role in user.roles for source in named]
    return list(dict.fromkeys(offered))


def files(user: Any) -> bool:
    return bool(user.roles & set(FILERS))


def decides(user: Any) -> bool:
    return bool(user.roles & set(DECIDERS))


def decides_on(lead: Finding, user: Any) -> bool:
    """For the programme of the mark that the finding names."""
    return holds_for(user, DECIDERS, lead.authorization)


def _objections(lead: Finding, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    problems = []
    if actor.pk == lead.filed_by_id:
        problems.append("线索由您提交，须由另一位经办人处理。")
    outcome = inputs.get("outcome")
    if outcome not in LeadOutcome.values:
        problems.append("请选择处理方式。")
    if outcome == LeadOutcome.CHECK:
        problems += unsigned(lead, actor, inputs.get("endorsement"), LeadOutcome.CHECK, what="定向检查")
    if outcome == LeadOutcome.SUSPEND and lead.authorization_id is None:
        problems.append("线索没有指明授权，不能转请暂停或撤销。")
    return problems


RULES: dict[str, Rule] = {
    "decide": Rule("处理线索", decides_on, objections=_objections, note_required=True),
}
