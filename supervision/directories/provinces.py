"""The provinces in which programmes run, as their files name them: whose bureau plans, where a body is listed."""

from applications.models import Programme
from tianfu.accounts.models import Region, RegionKind


def home_province() -> Region:
    """Of the programme that came first on this platform: its bureau makes the plans that name no region, and a body
    without a region of its own is listed there. Where none is loaded yet, the first that is served, else the first of all."""
    oldest = Programme.objects.select_related("region").order_by("pk").first()
    if oldest is not None:
        return oldest.region
    rows = Region.objects.filter(kind=RegionKind.PROVINCE).order_by("-served", "code")
    found: Region = rows[0]
    return found
