"""What a page needs to let the second person answer a proposal (components/second.html)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tianfu.workflow.models.endorsement import Endorsement
from tianfu.workflow.signatures.proposal import second_problems
from tianfu.workflow.signatures.shown import stamp


@dataclass(frozen=True)
class SecondForm:
    """`seen`, `shown`: revision and stamp of what this page shows. `barred`: why this person cannot confirm; empty when
    he can. `note`: what he typed. `must_say`: taking back needs a reason. `what`: what follows. `id`: of the field."""

    url: str
    seen: int
    shown: str
    barred: list[str]
    label: str
    note: str = ""
    must_say: bool = False
    what: str = ""
    danger: bool = False
    id: str = "note"

    @property
    def says(self) -> bool:
        """Is there a field for words?"""
        return self.must_say or not self.barred


def second_form(
    proposal: Endorsement, user: Any, url: str, facts: Mapping[str, Any], label: str = "", **more: Any
) -> SecondForm:
    """For `proposal` on its subject as it stands. `facts`: what the page shows, for `signatures.shown`; `label`: of the
    button, else 确认 and the act."""
    barred = more.pop("barred", None)
    return SecondForm(
        url=url,
        seen=proposal.round,
        shown=stamp(facts),
        barred=second_problems(proposal, user) if barred is None else barred,
        label=label or f"确认{proposal.get_act_display()}",
        **more,
    )
