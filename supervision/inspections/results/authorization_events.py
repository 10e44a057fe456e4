"""Published results of inspections, in the timeline of the authorization that was inspected."""

from collections.abc import Iterable

from django.urls import reverse

from certification.authorizations.standing.timeline import Event, register_events
from certification.models import Authorization
from supervision.inspections.models import InspectionTask


def _results(authorization: Authorization) -> Iterable[Event]:
    rows = InspectionTask.objects.filter(object__authorization=authorization, published_at__isnull=False)
    for row in rows.select_related("object"):
        word = row.get_corrected_word_display() if row.corrected_word else row.get_word_display()
        yield Event(
            row.published_at,
            f"公布检查结果：{word}",
            role="监管部门",
            tone="",
            holder=reverse("portal:inspection", args=[row.pk]),
            operator=reverse("console:inspection", args=[row.pk]),
        )


register_events("inspections", __name__, _results)
