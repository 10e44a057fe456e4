"""待我复核: acts on authorizations that another operator proposed."""

from django.urls import reverse

from certification.authorizations.desk.sources import mark_page, second_source
from certification.authorizations.models.authorization import AuthorizationEndorsement
from certification.authorizations.states import Act

_WHAT: dict[str, str] = {Act.REFUSE: "拟不同意持有人的恢复申请或陈述", Act.REPLACE: "拟将新证书作为授权的依据"}


def _page(row: AuthorizationEndorsement) -> str:
    """Where it is confirmed: beside what the holder asked for, if he asked."""
    if row.restoration_id:
        return reverse("console:restoration", args=[row.restoration_id])
    if row.replacement_id:
        return reverse("console:replacement", args=[row.replacement_id])
    return mark_page(row.subject_id)


SECOND = second_source(
    "certification.second",
    "授权的暂停、恢复、撤销、注销",
    AuthorizationEndorsement,
    lambda row: _WHAT.get(Act(row.act), f"拟{row.get_act_display()}授权"),
    page=_page,
    mark="subject",
    empty="同事提出的暂停、恢复、撤销、注销会列在这里。",
)
