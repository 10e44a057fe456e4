"""标识使用规范 on the holder's page of an authorization."""

from datetime import date

from django.urls import reverse

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.standing.entries import Entry, register_entry


def of_holder(authorization: Authorization, day: date) -> Entry | None:
    """From the day it was published."""
    if authorization.published_at is None:
        return None
    what = "尺寸、留白、颜色和编号的要求，不当使用的样子，每个标识文件的预览"
    return Entry("标识使用规范和预览", what, reverse("portal:mark_guide", args=[authorization.pk]))


register_entry("mark_guide", __name__, holder=of_holder, order=25)
