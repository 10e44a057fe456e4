"""继受 on the pages of its authorization."""

from datetime import date

from django.urls import reverse

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.standing.entries import Entry, register_entry
from certification.authorizations.states import AuthorizationState


def _holder(authorization: Authorization, day: date) -> Entry | None:
    row = authorization.successions.open().select_related("successor__organisation").first()
    if row is not None:
        what = f"由{row.successor}继受：{row.get_state_display()}"
        return Entry("继受", what, reverse("portal:succession", args=[row.pk]))
    if authorization.effective_on(day) != AuthorizationState.ACTIVE:
        return None
    url = reverse("portal:succession_new", args=[authorization.pk])
    return Entry("继受", "企业合并、分立的，由承接业务的企业继受授权；授权不得转让、买卖", url, action="申请")


def _operator(authorization: Authorization, day: date) -> Entry | None:
    row = authorization.successions.open().select_related("successor__organisation").first()
    if row is None:
        return None
    what = f"由{row.successor}继受：{row.get_state_display()}"
    return Entry("继受申请", what, reverse("console:succession", args=[row.pk]), due=row.due_on)


register_entry("successions", __name__, holder=_holder, operator=_operator)
