"""Who acts on a case, by the name people know: 「成都市市场监督管理局」, never 「市(州)局」."""

from typing import TYPE_CHECKING, Any

from applications.cases.models.words import state_label
from applications.programmes.names import names_of

if TYPE_CHECKING:
    from applications.cases.models.application import Application


def desk_of(application: "Application", key: str) -> str:
    """The office that acts at stage `key` of this case, with its full name."""
    return office(application.programme_version.content, key, application.region.name)


def desk_key(content: dict[str, Any], key: str) -> str:
    """The desk of a stage in the programme's file; "" where `key` is no stage of it."""
    return str(content["stages"].get(key, {}).get("desk", ""))


def office(content: dict[str, Any], key: str, region: str) -> str:
    """The office of stage `key`; `region` is what the place of the enterprise is called here."""
    desk = content["desks"].get(desk_key(content, key))
    if desk is None:
        return ""
    name: str = desk["name"]
    return name.format(region=region, issuer=content["issuer"], authority=content["authority"])


def stage_label(application: "Application", key: str) -> str:
    """形式审查, 公示 … as the programme of the case calls it."""
    return state_label(names_of(application.programme_version_id), key)
