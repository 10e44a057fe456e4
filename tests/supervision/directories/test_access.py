"""Role × page of the directories: each address lets in these roles and no other."""

import pytest
from django.urls import resolve, reverse

from supervision.directories.console.urls import urlpatterns
from tests import make
from tianfu.accounts.access.rules import rule_of
from tianfu.accounts.roles import REGION_REQUIRED, Role

pytestmark = pytest.mark.django_db
R = Role
READ = {R.SPOTCHECK_MANAGER, R.PROVINCE_OFFICER, R.PROVINCE_APPROVER, R.PREFECTURE_OFFICER, R.PREFECTURE_APPROVER,
        R.AUDITOR}  # fmt: skip
NAMES, KEEP, OWN = {R.SPOTCHECK_MANAGER, R.AUDITOR}, {R.SPOTCHECK_MANAGER}, {R.INSPECTOR}
LIST = {R.SPOTCHECK_MANAGER, R.PROVINCE_APPROVER}
APPROVE = {R.SPOTCHECK_MANAGER, R.PROVINCE_APPROVER, R.PREFECTURE_APPROVER}
TABLE = {
    "inspection_objects": READ, "inspection_object": READ, "object_tags": KEEP, "directory_comparisons": READ,
    "inspectors": NAMES, "inspector": NAMES, "inspector_new": KEEP, "inspector_change": KEEP, "inspector_left": KEEP,
    "inspector_back": KEEP, "inspector_own": OWN,
    "leave_new": KEEP | OWN, "leave_back": KEEP | OWN, "recusal_new": KEEP | OWN, "recusal_end": KEEP | OWN,
    "inspection_items": READ, "inspection_item": READ, "item_new": LIST, "item_version": LIST, "item_change": LIST,
    "item_withdraw": LIST, "item_decide": LIST, "items_publish": LIST, "items_confirm": LIST,
    "yearly_plans": READ, "yearly_plan": READ, "plan_new": KEEP, "plan_change": KEEP, "plan_batch_new": KEEP,
    "plan_batch": KEEP, "plan_batch_remove": KEEP, "plan_approve": APPROVE, "plan_back": APPROVE, "plan_file": KEEP,
    "plan_publish": KEEP, "plan_end": KEEP, "plan_version": KEEP,
    "directory_imports": KEEP, "directory_import_new": KEEP, "directory_template": KEEP, "directory_import": KEEP,
    "directory_import_failed": KEEP, "directory_import_take": KEEP, "directory_import_drop": KEEP,
}  # fmt: skip


@pytest.fixture
def people(reference):
    return {role: make.officer(role, "510100" if role in REGION_REQUIRED else None) for role in Role}


def test_each_page_lets_in_its_roles_and_no_other(people):
    found = {}
    for entry in urlpatterns:
        rule = rule_of(entry.callback, f"console:{entry.name}")
        found[entry.name] = {role for role, person in people.items() if rule.allows(person)}
    assert found == TABLE


def test_the_menu_offers_only_what_opens(people, client):
    for role, person in people.items():
        client.force_login(person)
        text = client.get("/console/").content.decode()
        for name in ("inspection_objects", "inspector_own"):
            url = reverse(f"console:{name}")
            assert (f'href="{url}"' in text) == (role in TABLE[name]), (role, name)
            assert resolve(url).func.access_rule.allows(person) == (role in TABLE[name])
