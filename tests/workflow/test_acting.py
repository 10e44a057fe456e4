"""Whoever acts outside the door is asked the same: the role or right, one side only, and no second who is the first's."""

import pgtrigger
import pytest

from certification.models import AuthorizationEndorsement
from tests import make
from tianfu.accounts.models import Membership
from tianfu.accounts.roles import Role
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotAllowed, NotPossible
from tianfu.workflow.signatures.first import sign_first
from tianfu.workflow.signatures.member import check_member
from tianfu.workflow.signatures.officer import check_officer
from tianfu.workflow.signatures.second import sign_second

pytestmark = pytest.mark.django_db


@pytest.fixture
def on_both_sides(reference):
    """An officer who is a member of an enterprise, as it could be before this was refused."""
    person = make.officer(Role.OPERATOR_OFFICER)
    with pgtrigger.ignore("accounts.Membership:membership_not_for_staff"):
        Membership.objects.create(
            user=person, organisation=make.enterprise().organisation, status="active", can_edit=True, can_sign=True,
            decided_at=the_clock.now(),
        )  # fmt: skip
    return type(person).objects.get(pk=person.pk)


def test_somebody_without_the_role_is_told_so(reference):
    with pytest.raises(NotAllowed, match=r"^不在您的岗位。$"):
        check_officer(make.officer(Role.AUDITOR), False, "不在您的岗位。")
    assert check_officer(make.officer(Role.AUDITOR), True, "不在您的岗位。") is None


def test_an_officer_who_is_a_member_of_an_enterprise_acts_nowhere(on_both_sides):
    with pytest.raises(NotPossible, match="又是“样例家居制造有限公司”的成员，不能办理"):
        check_officer(on_both_sides, True, "")


def test_a_member_acts_only_with_the_right_and_only_for_his_side(on_both_sides):
    owner = on_both_sides.memberships.get().organisation
    editor = make.member(owner, edit=True)
    assert check_member(editor, owner, "edit", "您只有查看权限。") is None
    with pytest.raises(NotAllowed, match=r"^您只有查看权限。$"):
        check_member(editor, owner, "sign", "您只有查看权限。")
    with pytest.raises(NotPossible, match="监管岗位的账号不能加入企业，也不能代其办理"):
        check_member(on_both_sides, owner, "edit", "您只有查看权限。")


def test_nobody_on_both_sides_signs_first(on_both_sides, clock):
    clock.set("2026-03-02")
    mark = make.authorization(clock_fixture=clock, item=make.product(make.enterprise("另一家有限公司")))
    with pytest.raises(NotPossible, match="不能办理"):
        sign_first(AuthorizationEndorsement, mark, "suspend", user=on_both_sides, note="情况属实")
    assert not mark.endorsements.exists()


def test_whose_account_came_from_the_first_signs_no_second(reference, clock):
    clock.set("2026-03-02")
    mark = make.authorization(clock_fixture=clock)
    first = make.officer(Role.OPERATOR_OFFICER)
    made, other = make.officer(Role.OPERATOR_OFFICER, created_by=first), make.officer(Role.OPERATOR_OFFICER)
    proposal = sign_first(AuthorizationEndorsement, mark, "suspend", user=first, note="情况属实", cause="misuse")
    with pytest.raises(NotPossible, match="由提出人建立或授予，须由另一人复核"):
        sign_second(proposal, made)
    proposal.refresh_from_db()
    assert proposal.second_by is None
    sign_second(proposal, other, " 属实 ")
    proposal.refresh_from_db()
    assert (proposal.second_by, proposal.second_note) == (other, "属实")
