"""The public site with something on every page: an authorization of each kind, a running notice, a log."""

from typing import Any
from urllib.parse import quote

from django.urls import reverse

from applications.models import Application, PublicNotice
from certification.models import Authorization
from tests import make


def put_on_notice(clock: Any) -> PublicNotice:
    """Another case, whose notice runs."""
    item = make.product(make.enterprise("四川泡菜食品有限公司"), "四川泡菜")
    case = make.filed(item=item)
    make.advance_to(Application.objects.get(pk=case.pk), "public_notice", make.staff(case.region_id), clock)
    return PublicNotice.objects.get(application=case)


def addresses(issued: Authorization) -> list[str]:
    """Every kind of public page, with and without something found."""
    notice = PublicNotice.objects.latest("pk")
    return [
        "/",
        "/brands/",
        f"/brands/?q={quote('没有这个')}",
        reverse("brand", args=[issued.number]),
        "/verify/",
        reverse("verify_number", args=[issued.number]),
        "/V/TFMP-C-510100-2026-00999-Z",
        "/notices/",
        reverse("notice", args=[notice.pk]),
        "/guide/tfmp/",
        "/draws/",
        "/draws/plans/",
        "/draws/items/",
        "/inspections/",
        "/inspections/statistics/",
        "/blacklist/",
        "/sanctions/",
        f"/supervision/?q={issued.number}",
        "/data/",
        "/log/",
        f"/log/?number={issued.number}",
        "/privacy/",
        "/api/v1/docs/",
        "/no/such/page/",
    ]
