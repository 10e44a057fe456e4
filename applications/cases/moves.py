"""What a case takes over from its enterprise and its product: another city's desk, what a draft says of the product."""

from django.db.models import F

from applications.cases.models.application import Application
from applications.cases.stages.stage import registered
from applications.cases.states import LIVE, ApplicationState
from applications.enterprises.changes.models import EnterpriseChange
from applications.enterprises.products.models import ProductVersion
from applications.programmes.reach import place_in_charge
from tianfu.accounts.models import Region
from tianfu.ledger.audit.records import record


def take_along(change: EnterpriseChange) -> None:
    """Open cases go to the new city's desk. Their clocks run on; who held one there gives it up, the desk keeps it."""
    regional = [key for key, room in registered().items() if room.regional]
    seat = Region.objects.get(pk=change.new_region_id)
    cases = Application.objects.filter(enterprise=change.enterprise_id, state__in=LIVE).select_related(
        "region", "programme_version"
    )
    for case in cases.select_for_update(of=("self",), no_key=True).order_by("pk"):
        held = case.handler_id if case.state in regional else None
        # Who moves out of the programme's region ends with the officers he began with.
        place = place_in_charge(case.programme_version.content, seat) or case.region
        Application.objects.filter(pk=case.pk).update(region=place, handler=None if held else F("handler"))
        data = {"change": change.pk, "from": case.region_id, "to": place.pk, "handler_released": bool(held)}
        record("application.moved", actor=None, subject=case, data=data)


def follow_product(version: ProductVersion) -> None:
    """Drafts follow the product as it is now; a filed case stays on the version it was filed with."""
    drafts = Application.objects.filter(product=version.product_id, state=ApplicationState.DRAFT)
    drafts.update(product_version=version)


def filed_and_live(**wanted: object) -> list[Application]:
    """Filed cases that are still open, of one enterprise or product, as its pages show them."""
    rows = Application.objects.filter(state__in=LIVE, **wanted).exclude(state=ApplicationState.DRAFT)
    return list(rows.select_related("product_version"))
