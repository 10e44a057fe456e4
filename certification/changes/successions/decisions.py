"""A succession on the operator's side: one proposes, another confirms; what is granted stands in the mark at once."""

from typing import Any

from certification.changes.decisions import Matter, mark_facts, write_into_mark
from certification.changes.successions.content import changed, values
from certification.changes.successions.letters import want_letter
from certification.changes.successions.messages import tell_both
from certification.changes.successions.models import Succession, SuccessionEndorsement
from certification.changes.successions.problems import accept_problems
from certification.changes.successions.states import SuccessionState
from tianfu.workflow import clock
from tianfu.workflow.door import advance
from tianfu.workflow.models.endorsement import Endorsement


def decision_facts(succession: Succession, proposal: Endorsement | None) -> dict[str, Any]:
    """What the page shows to whoever decides, for `tianfu.workflow.signatures.shown`."""
    return mark_facts(succession, proposal, clock.today()) | {
        "变更内容": changed(succession.authorization, succession),
        "继受方式": succession.get_way_display(),
        "情况说明": succession.text,
    }


def _decided(succession: Succession, verb: str, user: Any, reason: str, endorsement: Endorsement | None) -> Succession:
    rows = changed(succession.authorization, succession)
    moved = advance(succession, verb, actor=user, seen=succession.revision, note=reason, endorsement=endorsement)
    if verb == "accept":
        columns, facts = values(moved, user)
        write_into_mark(moved, "pass_on", user, reason, columns=columns, facts=facts, changed=rows)
    want_letter(moved, verb, reason, rows)
    tell_both(moved, "succession_granted" if verb == "accept" else "succession_refused", reason=reason)
    return moved


MATTER: Matter[Succession] = Matter(
    action="succession",
    endorsement=SuccessionEndorsement,
    waiting=SuccessionState.WAITING,
    desk="继受申请由运营机构办理。",
    choose="请选择同意继受或不予继受。",
    explain="请写明核查情况和理由：会告知双方企业。",
    facts=decision_facts,
    accept_problems=accept_problems,
    carry_out=_decided,
)
propose, confirm, drop, open_proposal = MATTER.propose, MATTER.confirm, MATTER.drop, MATTER.open_proposal
