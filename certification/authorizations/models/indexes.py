"""How authorizations are found: by pieces of their words, by filter, in the orders of the register, and by their end."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Func, Q

from certification.authorizations.states import AuthorizationState as S


class Grams(Func):
    """The two-character pieces of a text; the SQL function is made by migration (stack 5)."""

    function = "tianfu_grams"


AUTHORIZATION: list[models.Index] = [
    GinIndex(Grams("search"), name="authorization_grams"),
    models.Index(fields=["sector", "-id"], name="authorization_sector"),
    models.Index(fields=["region", "-id"], name="authorization_region"),
    models.Index(fields=["industry", "-id"], name="authorization_industry"),
    models.Index(fields=["state", "-id"], name="authorization_state"),
    # The register by date of end (register/order.py).
    models.Index(fields=["ends_on", "id"], name="authorization_end_order"),
    # What ends soon or has ended, for the clocks that look every hour.
    models.Index(fields=["ends_on"], condition=Q(state__in=[S.ACTIVE, S.SUSPENDED]), name="authorization_ends"),
    # What has ended and is not yet written down so.
    models.Index(
        fields=["state", "ends_on"], condition=Q(state__in=[S.ACTIVE, S.SUSPENDED]), name="authorization_over"
    ),
]
CHANGE: list[models.Index] = [
    # 暂停和撤销 for everybody, the latest first.
    models.Index(
        fields=["-at", "-subject"],
        condition=Q(transition__in=["suspend", "withdraw"]),
        name="authorization_down",
    ),
]
