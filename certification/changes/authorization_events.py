"""Requests for a change and what became of them, and the authorization that follows, in the timeline."""

from collections.abc import Iterable

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.standing.timeline import Event, register_events


def _requests(authorization: Authorization) -> Iterable[Event]:
    for row in authorization.change_requests.select_related("filed_by"):
        yield Event(
            row.filed_at,
            f"申请变更{row.get_kind_display()}",
            role="持有人",
            person=str(row.filed_by),
            note=row.get_state_display(),
        )


register_events("change_requests", __name__, _requests)
