"""The offices of a case as people write to them: full name, how it speaks of itself, address, telephone, e-mail.

Names come from the programme, contacts are policies (an office moves house; a case keeps its programme).
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from applications.cases.stages.stage import registered
from applications.cases.standing.desks import desk_of
from tianfu.workflow.models import Policy

if TYPE_CHECKING:
    from applications.cases.models.application import Application
    from applications.programmes.models.programme import ProgrammeVersion

OPERATOR, AUTHORITY, PREFECTURE = "operator", "authority", "prefecture"
_FIELDS = {"address": "地址", "phone": "电话", "email": "电子邮箱"}
# What an organ calls itself, by the last sign of its name.
_SELF = "局会厅院办委所"


@dataclass(frozen=True)
class Office:
    name: str
    address: str = ""
    phone: str = ""
    email: str = ""

    @property
    def self_name(self) -> str:
        """本局, 本会 …, by the organ's own name."""
        return f"本{self.name[-1]}" if self.name[-1:] in _SELF else "本单位"

    @property
    def contact(self) -> str:
        """地址：…；电话：…；电子邮箱：…"""
        return "；".join(f"{label}：{getattr(self, key)}" for key, label in _FIELDS.items() if getattr(self, key))


def office_of(application: "Application", stage: str, on: date) -> Office:
    """The office that acts at `stage`; where the stage has none, the authority."""
    content = application.programme_version.content
    room, name = registered().get(stage), desk_of(application, stage)
    if room is not None and room.regional:
        return Office(name, **_contacts(PREFECTURE, str(application.region_id), on))
    kind = OPERATOR if name == content["issuer"] else AUTHORITY
    return _named(application.programme_version, kind, on, name)


def operator(application: "Application", on: date) -> Office:
    return operator_of(application.programme_version, on)


def authority(application: "Application", on: date) -> Office:
    return authority_of(application.programme_version, on)


def operator_of(version: "ProgrammeVersion", on: date) -> Office:
    return _named(version, OPERATOR, on)


def authority_of(version: "ProgrammeVersion", on: date) -> Office:
    return _named(version, AUTHORITY, on)


def remedy_office(version: "ProgrammeVersion", on: date) -> Office:
    """Where a party may ask for 复核."""
    return _named(version, str(version.content["remedy"]["desk"]), on)


def _named(version: "ProgrammeVersion", kind: str, on: date, name: str = "") -> Office:
    """A desk of the programme with its contact: what was set for this programme, else what its file says."""
    content = version.content
    desk = content["desks"][kind]
    named = desk["name"].format(region="", issuer=content["issuer"], authority=content["authority"])
    return Office(name or named, **_contacts(kind, version.programme.slug, on, desk.get("contact")))


def _contacts(kind: str, scope: str, on: date, file: dict[str, str] | None = None) -> dict[str, str]:
    """What is known on that day, in one query; a field nobody set is left out. The scope's own before `file`, and what
    is set for everybody only where there is no file: another programme's address is no address."""
    keys = {f"contact.{kind}.{name}": name for name in _FIELDS}
    scopes = {scope} if file else {scope, ""}
    rows = Policy.objects.filter(key__in=keys, scope__in=scopes, valid_from__lte=on)
    return (file or {}) | {keys[row.key]: row.value for row in rows.order_by("scope", "valid_from")}
