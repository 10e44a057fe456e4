"""People and organisations for the tests of the inbox."""

from itertools import count

from django.db.models.functions import Now
from stdnum.cn import uscc

from tests.grants import hold
from tianfu.accounts.models import Membership, MembershipStatus, Organisation, OrganisationKind, Region, User
from tianfu.accounts.organisations.uscc import organisation_digit
from tianfu.accounts.roles import Role
from tianfu.workflow import jobs
from tianfu.workflow.clock import now
from tianfu.workflow.models import Job

_serial = count(1)


def person(name: str = "张三", email: str = "", **fields: object) -> User:
    return User.objects.create_user(email or f"person{next(_serial)}@example.cn", "pw", name=name, **fields)


def enterprise(name: str = "演示泡菜食品有限公司") -> Organisation:
    inner = f"MA{next(_serial):06d}"
    stem = f"91510100{inner}{organisation_digit(inner)}"
    return Organisation.objects.create(
        kind=OrganisationKind.ENTERPRISE, name=name, uscc=stem + uscc.calc_check_digit(stem)
    )


def member(organisation: Organisation, name: str = "李四", **rights: bool) -> User:
    user = person(name)
    Membership.objects.create(
        user=user, organisation=organisation, status=MembershipStatus.ACTIVE, decided_at=now(), **rights
    )
    return user


def officer(role: Role, region: str | None = None, name: str = "王五") -> User:
    user = person(name, is_staff=True)
    hold(user, role, place(region) if region else None)
    return user


def place(code: str) -> Region:
    province, _ = Region.objects.get_or_create(
        code="510000", defaults={"name": "四川省", "kind": "province", "pinyin": "sichuan"}
    )
    region, _ = Region.objects.get_or_create(
        code=code, defaults={"name": f"市{code}", "kind": "prefecture", "parent": province, "pinyin": code}
    )
    return region


def deliver() -> int:
    """Run what is due, as a worker does; returns how many jobs ran."""
    return jobs.run_due()


def let_pauses_end() -> None:
    """Every waiting job is due, as if its pause were over."""
    Job.objects.filter(state=Job.State.QUEUED).update(run_after=Now())
