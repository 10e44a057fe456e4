"""证书卡片 on the holder's page of an authorization."""

from datetime import date

from django.urls import reverse

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.standing.entries import Entry, register_entry


def of_holder(authorization: Authorization, day: date) -> Entry | None:
    """From the day it was published."""
    if authorization.published_at is None:
        return None
    what = "证书可以另制一张小卡片，带编号、二维码和核对用的 SHA-256"
    return Entry("证书卡片", what, reverse("portal:authorization_card", args=[authorization.pk]), "制作和下载")


register_entry("card", __name__, holder=of_holder, order=40)
