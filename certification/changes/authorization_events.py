"""What the holder asked for and took back, what the operator handed back or refused, and the authorization that follows.

What was granted stands in the timeline as a passage of the authorization itself.
"""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.standing.timeline import Event, register_events
from certification.changes.requests.models import ChangeRequestChange
from certification.changes.successions.models import SuccessionChange

_OPERATOR, _HOLDER, _SUCCESSOR = "运营机构", "持有人", "继受企业"
# Verb → who does it, and how it looks in the timeline.
_CHANGE = {
    "refuse": (_OPERATOR, "bad"),
    "hand_back": (_OPERATOR, "wait"),
    "file_again": (_HOLDER, ""),
    "retract": (_HOLDER, "quiet"),
    "close": ("系统", "quiet"),
}
_SUCCESSION = {
    "confirm": (_SUCCESSOR, ""),
    "decline": (_SUCCESSOR, "quiet"),
    "refuse": (_OPERATOR, "bad"),
    "retract": (_HOLDER, "quiet"),
    "close": ("系统", "quiet"),
}


def _moved(change: Any, known: dict[str, tuple[str, str]], about: str, pages: dict[str, str]) -> Event:
    role, tone = known[change.transition]
    what = f"{change.subject.rule(change.transition).label}{about}"
    return Event(change.at, what, role=role, person=str(change.actor or role), note=change.note, tone=tone, **pages)


def _requests(authorization: Authorization) -> Iterable[Event]:
    for row in authorization.change_requests.select_related("filed_by"):
        yield Event(
            row.filed_at,
            f"申请变更{row.get_kind_display()}",
            role=_HOLDER,
            person=str(row.filed_by),
            note=row.get_state_display(),
            **_pages("change_request", row.pk),
        )
    rows = ChangeRequestChange.objects.filter(subject__authorization=authorization, transition__in=_CHANGE)
    for change in rows.select_related("subject", "actor"):
        about = f"（{change.subject.get_kind_display()}）"
        yield _moved(change, _CHANGE, about, _pages("change_request", change.subject_id))


def _successions(authorization: Authorization) -> Iterable[Event]:
    for row in authorization.successions.select_related("filed_by", "successor__organisation"):
        yield Event(
            row.filed_at,
            f"申请由{row.successor}继受（{row.get_way_display()}）",
            role=_HOLDER,
            person=str(row.filed_by),
            note=row.get_state_display(),
            **_pages("succession", row.pk),
        )
    rows = SuccessionChange.objects.filter(subject__authorization=authorization, transition__in=_SUCCESSION)
    for change in rows.select_related("subject", "actor"):
        yield _moved(change, _SUCCESSION, "", _pages("succession", change.subject_id))


def _cancellations(authorization: Authorization) -> Iterable[Event]:
    for row in authorization.cancellation_requests.select_related("filed_by", "returned_by"):
        pages = _pages("cancellation", row.pk)
        yield Event(row.filed_at, "申请注销", role=_HOLDER, person=str(row.filed_by), note=row.text, **pages)
        if row.retracted_at is not None:
            yield Event(row.retracted_at, "撤回注销申请", role=_HOLDER, tone="quiet", **pages)
        if row.returned_at is not None:
            who, note = str(row.returned_by), row.returned_note
            yield Event(row.returned_at, "退回注销申请", role=_OPERATOR, person=who, note=note, tone="wait", **pages)


def _pages(name: str, key: int) -> dict[str, str]:
    return {"holder": reverse(f"portal:{name}", args=[key]), "operator": reverse(f"console:{name}", args=[key])}


register_events("change_requests", __name__, _requests)
register_events("successions", __name__, _successions)
register_events("cancellations", __name__, _cancellations)
