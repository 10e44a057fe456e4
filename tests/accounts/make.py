"""People and organisations for the tests of this floor, made through its own functions where they matter."""

from itertools import count

from allauth.account.models import EmailAddress
from stdnum.cn.uscc import calc_check_digit

from tests.grants import hold
from tianfu.accounts.models import Membership, Organisation, OrganisationKind, Region, RegionKind, User
from tianfu.accounts.organisations.membership import add_member
from tianfu.accounts.organisations.uscc import organisation_digit
from tianfu.accounts.roles import REGION_REQUIRED, Role

PASSWORD = "correct horse battery"
_number = count(1)


def user(email: str = "", name: str = "李明", **fields: object) -> User:
    address = email or f"person{next(_number)}@example.com"
    made = User.objects.create_user(address, PASSWORD, name=name, **fields)
    EmailAddress.objects.create(user=made, email=made.email, primary=True, verified=True)
    return made


def region(code: str = "510100", name: str = "成都市") -> Region:
    province, _ = Region.objects.get_or_create(
        code="510000", defaults={"name": "四川省", "kind": RegionKind.PROVINCE, "pinyin": "sichuan"}
    )
    made, _ = Region.objects.get_or_create(
        code=code, defaults={"name": name, "kind": RegionKind.PREFECTURE, "parent": province, "pinyin": "p" + code}
    )
    return made


def staff(*roles: Role, where: Region | None = None, email: str = "") -> User:
    made = user(email)
    for role in roles:
        place = where or (region() if role in REGION_REQUIRED else None)
        hold(made, role, place)
    return User.objects.get(pk=made.pk)


def administrator(email: str = "") -> User:
    return staff(Role.SYSTEM_ADMIN, email=email)


def uscc() -> str:
    """A sound code, another one each time."""
    inner = f"MA{next(_number):06d}"
    body = f"91510100{inner}{organisation_digit(inner)}"
    return body + calc_check_digit(body)


def organisation(kind: OrganisationKind = OrganisationKind.ENTERPRISE, name: str = "") -> Organisation:
    code = uscc() if kind == OrganisationKind.ENTERPRISE else None
    return Organisation.objects.create(kind=kind, name=name or f"组织{next(_number)}", uscc=code)


def member(
    of: Organisation | None = None, *, edit: bool = False, sign: bool = False, manage: bool = False, email: str = ""
) -> Membership:
    """A person in the organisation (a new enterprise by default): may view, and what else the call names."""
    return add_member(of or organisation(), user(email), actor=None, edit=edit, sign=sign, manage=manage)


def founder(of: Organisation | None = None) -> Membership:
    """Who claimed the enterprise: every right, as the claim gives them."""
    return member(of, edit=True, sign=True, manage=True)
