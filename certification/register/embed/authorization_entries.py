"""对比表 for a web shop, on the holder's page of an authorization."""

from datetime import date

from django.urls import reverse

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.standing.entries import Entry, register_entry


def of_holder(authorization: Authorization, day: date) -> Entry | None:
    """From the day it was published."""
    if authorization.published_at is None:
        return None
    what = "对比表可以打印，也可以放进网店和官网；展示的总是此刻的状态"
    return Entry("对比表和网店展示", what, reverse("portal:authorization_embed", args=[authorization.pk]), "取用")


register_entry("embed", __name__, holder=of_holder, order=30)
