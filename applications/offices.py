"""The offices of a case as people write to them: full name, how it speaks of itself, address, telephone, e-mail.

Names come from the programme, contacts are policies (an office moves house; a case keeps its programme).
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from applications.desks import desk_of
from applications.stage import registered
from tianfu.workflow.models import Policy

if TYPE_CHECKING:
    from applications.models import Application, ProgrammeVersion

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
    room, name = registered().get(stage), desk_of(application, stage)
    payload = application.programme_version.payload
    if room is not None and room.regional:
        return Office(name, **_contacts(PREFECTURE, str(application.region_id), on))
    kind = OPERATOR if name == payload["issuer"] else AUTHORITY
    return Office(name or payload["authority"], **_contacts(kind, application.programme_slug, on))


def operator(application: "Application", on: date) -> Office:
    return operator_of(application.programme_version, on)


def authority(application: "Application", on: date) -> Office:
    return authority_of(application.programme_version, on)


def operator_of(version: "ProgrammeVersion", on: date) -> Office:
    return Office(version.payload["issuer"], **_contacts(OPERATOR, version.programme.slug, on))


def authority_of(version: "ProgrammeVersion", on: date) -> Office:
    return Office(version.payload["authority"], **_contacts(AUTHORITY, version.programme.slug, on))


def _contacts(kind: str, scope: str, on: date) -> dict[str, str]:
    """What is known on that day, the scope's own before the general, in one query; a field nobody set is left out."""
    keys = {f"contact.{kind}.{name}": name for name in _FIELDS}
    rows = Policy.objects.filter(key__in=keys, scope__in={scope, ""}, valid_from__lte=on)
    return {keys[row.key]: row.value for row in rows.order_by("scope", "valid_from")}
