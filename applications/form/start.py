"""Opening an application: of a call, or to continue what was granted before."""

from typing import Any

from django.db import IntegrityError, transaction

from applications.cases.models.application import Application
from applications.cases.states import LIVE, ApplicationState
from applications.enterprises.models import Product
from applications.enterprises.products.versions import current_version
from applications.programmes.models.programme import Batch, ProgrammeVersion
from applications.programmes.names import route_label
from applications.programmes.reach import place_in_charge, place_problems, product_problems, sector_label
from tianfu.ledger.audit.records import record
from tianfu.text import moments
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.member import check_member


def open_application(*, user: Any, product: Product, batch: Batch, route: str) -> Application:
    """A new draft of `product` in an open `batch`. One live case per product and programme, whatever the batch."""
    enterprise = product.enterprise
    check_member(user, enterprise.organisation, "edit", "您只有查看权限。需要申报请联系企业管理员。")
    version = batch.programme.current_version()
    problems = []
    if not batch.is_open(clock.today()):
        problems.append(
            f"批次“{batch.name}”不在受理期内（{moments.full_day(batch.opens_on)}至 {moments.full_day(batch.closes_on)}）。"
        )
    if product.sector not in batch.sectors:
        problems.append(f"本批次不受理“{sector_label(version.content, product.sector)}”领域。")
    else:
        problems += product_problems(version.content, product.sector, product.industry)
    if route not in batch.routes:
        problems.append(f"本批次不受理“{route_label(batch.programme_id, route)}”方式。")
    return _open(user, product, version, route, problems, batch=batch)


def open_renewal(old: Application, product: Product, *, user: Any) -> Application:
    """A new draft that continues what was granted on `old`, by the programme as it is now; `product`: the holder's, who
    may have succeeded to the one it was granted to. The caller has asked whether it may be. KeyError where the route has
    no renewal any more."""
    check_member(user, product.enterprise.organisation, "edit", "您只有查看权限。需要续期请联系企业管理员。")
    version = old.programme_version.programme.current_version()
    version.order(old.route, renewal=True)
    return _open(user, product, version, old.route, [], renews=old)


def _open(
    user: Any, product: Product, version: ProgrammeVersion, route: str, problems: list[str], **origin: Any
) -> Application:
    enterprise = product.enterprise
    live = Application.objects.filter(product=product, programme=version.programme_id, state__in=LIVE)
    place = place_in_charge(version.content, enterprise.registered_region)
    problems = [
        *place_problems(version.content, enterprise.registered_region),
        *problems,
        *(_standing(row) for row in live.select_related("batch")[:1]),
    ]
    if problems or place is None:
        raise NotPossible(problems)
    try:
        with transaction.atomic():
            application = Application.objects.create(
                programme_version=version,
                route=route,
                enterprise=enterprise,
                product=product,
                product_version=current_version(product),
                region=place,
                created_by=user,
                created_at=clock.now(),
                **origin,
            )
            record("application.open", actor=user, subject=application, data={"route": str(route)})
    except IntegrityError as error:
        raise NotPossible(["该产品已有一份在办申报，请继续办理那一份，或撤回后再申报。"]) from error
    return application


def _standing(row: Application) -> str:
    """Why a second application of the product cannot be opened, and what to do about the first."""
    if row.state == ApplicationState.DRAFT:
        return f"该产品已有一份在办申报：草稿（{row.occasion}）。请继续填写那一份；不再需要的，请先删除草稿。"
    return f"该产品已有一份在办申报（{row}，{row.occasion}），请继续办理那一份，或撤回后再申报。"
