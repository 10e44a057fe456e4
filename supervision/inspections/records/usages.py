"""Registered usages of the mark, for whoever inspects it: what may be seen where, and the sample pictures to compare with."""

from typing import Any

from django.db.models import Prefetch

from certification.duties.usages.pictures.readers import register_usage_reader
from certification.duties.usages.states import UsageState
from certification.models import MarkUsage, UsagePicture
from supervision.directories.models import InspectionObject
from supervision.inspections.models import InspectionTask


def usages_of(obj: InspectionObject) -> list[dict[str, Any]]:
    """The usage that the entry is about, or those accepted for its mark, each with the pictures of its last submission.

    Two queries; none for an object without a mark (川质强省发〔2021〕1号三（五）).
    """
    if obj.authorization_id is None:
        return []
    rows = MarkUsage.objects.filter(authorization=obj.authorization_id).order_by("carrier", "pk")
    rows = rows.filter(pk=obj.usage_id) if obj.usage_id is not None else rows.filter(state=UsageState.APPROVED)
    pictures = Prefetch("pictures", UsagePicture.objects.select_related("file").order_by("position"))
    return [
        {"row": row, "pictures": [one for one in row.pictures.all() if one.round == row.round]}
        for row in rows.prefetch_related(pictures)
    ]


def _inspects(user: Any, usage: MarkUsage) -> bool:
    """Whoever may see a check of this mark on the console."""
    return InspectionTask.objects.on_console_for(user).filter(object__authorization=usage.authorization_id).exists()


def register() -> None:
    """Called once, from `ready()`."""
    register_usage_reader("inspections", _inspects)
