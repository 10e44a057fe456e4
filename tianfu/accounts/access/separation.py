"""One person never stands on both sides: asked when access is given and again when somebody acts (trust.md E 60).

What lies between two organisations is known on upper floors ("this body certifies that enterprise"); they register it.
"""

from collections.abc import Callable

from tianfu.accounts.access.both_sides import BothSides
from tianfu.accounts.models import Organisation, User
from tianfu.accounts.roles import SEPARATED_KINDS

# (person, organisation) → sentences: why this person, with what he is and did elsewhere, may not act for it.
Source = Callable[[User, Organisation], list[str]]
_sources: list[Source] = []


def register_sides(source: Source) -> Source:
    """Let `source` say what lies between an organisation and what a person is elsewhere."""
    if source not in _sources:
        _sources.append(source)
    return source


def side_problems(user: User, organisation: Organisation) -> list[str]:
    """Why `user` may not come to act, or act, for `organisation`; empty = nothing known. Queries; each act asks anew."""
    if organisation.kind not in SEPARATED_KINDS:
        return []
    problems: list[str] = []
    if user.role_grants.active().exists():
        kind = organisation.get_kind_display()
        problems.append(f"监管岗位的账号不能加入{kind}，也不能代其办理；请使用另外的账号，或先终止岗位。")
    problems += [sentence for source in _sources for sentence in source(user, organisation)]
    return [BothSides(sentence, user.pk) for sentence in problems]


def staff_problems(user: User) -> list[str]:
    """Against a holder of a role who is, from before this was refused, a member of an enterprise or body."""
    if not user.is_staff or not user.granted_roles:
        return []
    sides = [row.organisation for row in user.active_memberships if row.organisation.kind in SEPARATED_KINDS]
    sentence = "您担任监管岗位，又是“{}”的成员，不能办理；请先由系统管理员终止其中之一。"
    return [BothSides(sentence.format(side), user.pk) for side in sides]


def made_by_problems(second: User, first_pk: int) -> list[str]:
    """Against a second person whose own account, role or membership came from the first."""
    if first_pk not in second.came_from:
        return []
    if not second.granted_roles and first_pk != second.created_by_id:
        return [BothSides("您的成员身份或签署权由提出人给予，须由另一人复核。", second.pk)]
    return [BothSides("您的账号或岗位由提出人建立或授予，须由另一人复核。", second.pk)]
