"""What a firm and its city do about a change, one act each."""

from datetime import date

from applications.enterprises.changes.acts import decide, file_change
from applications.models import EnterpriseChange
from tests import make
from tianfu.accounts.models import Region
from tianfu.accounts.roles import Role

OLD, NEW = "样例家居制造有限公司", "样例家居集团股份有限公司"

CHENGDU, MIANYANG = "510100", "510700"


def signer(owner):
    return make.member(owner.organisation, sign=True)


def rename(owner, *, user, day="2026-03-02", name=NEW, **more):
    facts = {"new_name": name, "valid_from": date.fromisoformat(day), "explanation": "", **more}
    return file_change(owner, "rename", facts, [make.pdf("新执照.pdf")], user=user)


def move(owner, *, user, region=MIANYANG, day="2026-03-02", address="四川省绵阳市示例路 2 号"):
    facts = {"new_region": Region.objects.get(pk=region), "new_address": address, "valid_from": date.fromisoformat(day)}
    return file_change(owner, "move", facts, [make.pdf("新执照.pdf")], user=user)


def approve(change, officer):
    return decide(EnterpriseChange.objects.get(pk=change.pk), "approve", user=officer, seen=change.revision)


def city(region=CHENGDU):
    return make.officer(Role.PREFECTURE_OFFICER, region)


def fresh(row):
    return type(row).objects.get(pk=row.pk)
