"""Whom and what a programme takes: enterprises of its region, products of its sectors, honours it knows. Asked of the content
of one version; every answer is sentences, none = it takes it."""

from collections.abc import Iterable
from typing import Any

from applications.programmes.models.reference import Industry
from tianfu.accounts.models import Region

Content = dict[str, Any]


def regions_above(seat: Region) -> list[str]:
    """Codes of the regions whose programmes an enterprise with this seat may apply to."""
    return [row.pk for row in _upwards(seat)]


def place_in_charge(content: Content, seat: Region) -> Region | None:
    """Whose officers review an enterprise with this seat: the division of the programme's review level that it lies in.

    None where the seat is outside the programme's region, or no division of that level is named by it."""
    chain = _upwards(seat)
    if content["region"] not in {row.pk for row in chain}:
        return None
    return next((row for row in chain if row.kind == content["review_level"]), None)


def place_problems(content: Content, seat: Region) -> list[str]:
    """Why an enterprise with this seat cannot apply."""
    if place_in_charge(content, seat) is not None:
        return []
    brand = content["name"]
    if content["region"] in {row.pk for row in _upwards(seat)}:
        return [f"“{brand}”由县（市、区）初审，登记地只写到{seat}。请先办理登记地变更，写明县（市、区）。"]
    region = Region.objects.get(pk=content["region"])
    return [f"“{brand}”面向登记在{region}的企业，您的企业登记在{seat}。"]


def product_problems(content: Content, sector: str, industry: Industry) -> list[str]:
    """Why a product of this sector and industry cannot be applied with."""
    brand, taken = content["name"], content["sectors"]
    if sector not in taken:
        return [f"“{brand}”不受理“{sector_label(content, sector)}”领域的产品。"]
    if industry.scheme not in taken[sector]["industries"]:
        return [f"“{brand}”没有产业“{industry.filed_name}”，请在产品档案中改选它受理的产业。"]
    return []


def sector_label(content: Content, sector: str) -> str:
    """What the programme calls a sector; a sector it does not have, as the engine calls it."""
    named = content["sectors"].get(sector)
    return str(named["label"]) if named else str(dict(Industry._meta.get_field("sector").flatchoices)[sector])


def honor_problems(content: Content, name: str, level: str, others: Iterable[Content]) -> dict[str, str]:
    """By field, why this honour does not count here: another level, or one that only another programme of `others` names."""
    honors = content.get("honors", {"named": [], "levels": []})
    problems = {}
    if level not in honors["levels"]:
        problems["level"] = f"“{content['name']}”不认可这个级别的荣誉，请重新选择。"
    foreign = {own for other in others for own in other.get("honors", {}).get("named", [])} - set(honors["named"])
    if name in foreign:
        problems["name"] = f"“{content['name']}”认可的荣誉是{'、'.join(honors['named'])}，不包括“{name}”。"
    return problems


def _upwards(region: Region) -> list[Region]:
    """The region and those above it."""
    chain = [region]
    while chain[-1].parent is not None:
        chain.append(chain[-1].parent)
    return chain
