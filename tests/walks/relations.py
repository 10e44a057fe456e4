"""What somebody is to whom a datum is about."""

from functools import cache

from applications.models import Enterprise
from tests.walks.marks import Mark
from tests.walks.world import World
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role


@cache
def relations(world: World, who: str, mark: Mark) -> set[str]:
    """What this person is to whom the mark is about, in the words of the table."""
    user = world.people.get(who)
    if user is None:
        return set()
    found = {"self"} if mark.user == user.pk else set()
    enterprises = {mark.enterprise} if mark.enterprise else world.enterprises_of(mark.user)
    owners = Enterprise.objects.filter(pk__in=enterprises)
    acting = {row.organisation_id: row for row in user.active_memberships}
    for row in (acting[owner.organisation_id] for owner in owners if owner.organisation_id in acting):
        found |= {"members", "managers"} if row.can_manage else {"members"}
    if any(row.organisation.kind == "certification_body" for row in acting.values()):
        found.add("body")
    regions = {owner.registered_region_id for owner in owners}
    if user.roles & {Role.PREFECTURE_OFFICER, Role.PREFECTURE_APPROVER} and (
        not regions or regions & set(user.role_grants.filter(ended_at=None).values_list("region_id", flat=True))
    ):
        found.add("prefecture")
    inspector = mark.field.startswith("supervision.") or (
        mark.user is not None and User.objects.filter(pk=mark.user, role_grants__role=Role.INSPECTOR).exists()
    )
    if Role.SPOTCHECK_MANAGER in user.roles and inspector:
        found.add("spotcheck")
    desks = {
        Role.OPERATOR_OFFICER: "operator", Role.PROVINCE_OFFICER: "province", Role.PROVINCE_APPROVER: "province",
        Role.AUDITOR: "auditor", Role.SYSTEM_ADMIN: "admin",
    }  # fmt: skip
    return found | {desks[role] for role in user.roles if role in desks}
