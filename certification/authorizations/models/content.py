"""What a mark says of holder and product changes while it stands; its state does not."""

from collections.abc import Mapping
from typing import Any

from django_fsm import GET_STATE, transition

from certification.authorizations.states import AuthorizationState as S
from tianfu.workflow.models.aggregate import complete, permits

_STANDING = (S.ACTIVE, S.SUSPENDED)


def _as_it_was(mark: Any, **inputs: Any) -> str:
    return str(mark.state)


class Content:
    """The passages that write a decided change into the mark. History keeps old and new words (`changed`)."""

    facts: dict[str, Any]

    @transition("state", S.ACTIVE, S.ACTIVE, conditions=[complete("pass_on")], permission=permits("pass_on"))
    def pass_on(self, *, columns: Mapping[str, Any], facts: Mapping[str, Any], **inputs: Any) -> None:
        """Another enterprise holds it from now on; as `amend`."""
        self._write(columns, facts)

    @transition(
        "state",
        list(_STANDING),
        GET_STATE(_as_it_was, list(_STANDING)),
        conditions=[complete("amend")],
        permission=permits("amend"),
    )
    def amend(self, *, columns: Mapping[str, Any], facts: Mapping[str, Any], **inputs: Any) -> None:
        """`columns`: new values of the row, `facts`: of what the brand page shows."""
        self._write(columns, facts)

    def _write(self, columns: Mapping[str, Any], facts: Mapping[str, Any]) -> None:
        for name, value in columns.items():
            setattr(self, name, value)
        self.facts = {**self.facts, **facts}
