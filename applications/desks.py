"""Who acts on a case, by the name people know: 「成都市市场监督管理局」, never 「市(州)局」."""

from typing import TYPE_CHECKING, Any

from applications.stage import Stage, registered

if TYPE_CHECKING:
    from applications.models import Application


def desk_of(application: "Application", key: str) -> str:
    """The office that acts at stage `key` of this case, with its full name."""
    room = registered().get(key)
    if room is None:
        return ""
    return office(application.programme_version.payload, room, f"{application.region.name}市场监督管理局")


def office(payload: dict[str, Any], room: Stage, regional: str) -> str:
    """The office of a stage; `regional` is what the bureau of the enterprise's prefecture is called here."""
    if room.regional:
        return regional
    full = {"省市场监督管理学会": payload["issuer"], "省市场监督管理局": payload["authority"]}
    return full.get(room.desk, room.desk)


def stage_label(key: str) -> str:
    """形式审查, 公示 …"""
    room = registered().get(key)
    return room.label if room is not None else key
