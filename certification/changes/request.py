"""A request that, once granted, is written into its mark: what every such aggregate does alike."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from tianfu.workflow.models.aggregate import Aggregate

WAITING, ACCEPTED = "waiting", "accepted"


class MarkRequest(Aggregate):
    """A subclass has `authorization`, `certificate` (the quality certificate that bears what is asked for, or none) and
    `applied_revision`, the mark's revision that says what was granted."""

    class Meta:
        abstract = True

    authorization: Any
    certificate: Any
    applied_revision: Any
    changes: Any

    @property
    def waits(self) -> bool:
        """Does it wait for the desk?"""
        return bool(self.state == WAITING)  # type: ignore[attr-defined]

    @property
    def standing(self) -> str:
        """Where it stands, in a word."""
        return str(self.get_state_display())  # type: ignore[attr-defined]

    def locks_first(self) -> Iterable[models.Model]:
        """Both certificates in the order of their keys, then the mark."""
        rows = [row for row in (self.authorization.certificate, self.certificate) if row is not None]
        return [*sorted({row.pk: row for row in rows}.values(), key=lambda row: row.pk), self.authorization]

    def grants(self, authorization: Any, officer: Any) -> bool:
        """May `officer` write this into the mark now? His act has granted it, and nothing was written yet."""
        if self.authorization_id != authorization.pk or self.state != ACCEPTED or self.applied_revision is not None:  # type: ignore[attr-defined]
            return False
        return bool(self.changes.latest("revision").actor_id == getattr(officer, "pk", None))
