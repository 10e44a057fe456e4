"""The roles of staff, what each may do, and which may not meet in one person (trust.md E 60).

Members of enterprises and certification bodies hold no role: what they may do follows from their `Membership`.
"""

import tomllib
from pathlib import Path

from django.db.models import TextChoices

from tianfu.registry.discovery import place_of
from tianfu.registry.table import Table


class Role(TextChoices):
    PREFECTURE_OFFICER = "prefecture_officer", "市（州）经办人"
    PREFECTURE_APPROVER = "prefecture_approver", "市（州）审批人"
    PROVINCE_OFFICER = "province_officer", "省级经办人"
    PROVINCE_APPROVER = "province_approver", "省级审批人"
    OPERATOR_OFFICER = "operator_officer", "运营机构审核员"
    DEPARTMENT_OFFICER = "department_officer", "有关部门联络人"
    COMMITTEE_MEMBER = "committee_member", "委员会委员"
    EXPERT = "expert", "评审专家"
    LABORATORY_USER = "laboratory_user", "检测机构人员"
    ALLIANCE_SECRETARIAT = "alliance_secretariat", "联盟秘书处"
    STANDARDS_OFFICER = "standards_officer", "标准管理员"
    INSPECTOR = "inspector", "检查人员"
    SPOTCHECK_MANAGER = "spotcheck_manager", "抽查组织人"
    COMPLAINT_OFFICER = "complaint_officer", "投诉举报处理人"
    APPEAL_OFFICER = "appeal_officer", "申诉处理人"
    SUPERVISOR_VOLUNTEER = "supervisor_volunteer", "社会监督员"
    AUDITOR = "auditor", "审计员"
    SYSTEM_ADMIN = "system_admin", "系统管理员"


REGION_REQUIRED: frozenset[Role] = frozenset({Role.PREFECTURE_OFFICER, Role.PREFECTURE_APPROVER})
"""Roles that act for one prefecture only."""

REGION_OPTIONAL: frozenset[Role] = frozenset({Role.INSPECTOR, Role.SPOTCHECK_MANAGER, Role.COMPLAINT_OFFICER})
"""Roles that exist both at a prefecture and for the whole province. All others are for the whole province."""

PROGRAMME_OPTIONAL: frozenset[Role] = frozenset(
    {
        Role.PREFECTURE_OFFICER,
        Role.PREFECTURE_APPROVER,
        Role.PROVINCE_OFFICER,
        Role.PROVINCE_APPROVER,
        Role.OPERATOR_OFFICER,
    }
)
"""Roles that may be held for one programme only. All others are for every programme."""

EVERY_VIEW = "*.view_*"
"""In a `permissions.toml`: every `view_…` permission of our own apps (not of Django's or a library's)."""


class _Rights(Table[tuple[str, str]]):
    def read(self, path: Path) -> None:
        for role, names in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for name in names:
                self.add(f"{role} {name}", (role, name), place_of(path))


RIGHTS = _Rights("岗位权限", "permissions.toml")
"""(role, permission in Django's spelling "app.codename"), from the `permissions.toml` of the app that asks for it."""


def _pairs() -> frozenset[frozenset[Role]]:
    # The administrator hands out access and decides nothing; the auditor reads and does nothing: both stand alone.
    alone = {frozenset({single, other}) for single in (Role.SYSTEM_ADMIN, Role.AUDITOR) for other in Role}
    # Who draws is not who is sent, and not who reviewed (domain.md 1: drawer ≠ inspector; trust.md E 60).
    drawing = {
        frozenset({Role.SPOTCHECK_MANAGER, other}) for other in (Role.INSPECTOR, Role.EXPERT, Role.OPERATOR_OFFICER)
    }
    return frozenset(pair for pair in alone | drawing if len(pair) == 2)


INCOMPATIBLE: frozenset[frozenset[Role]] = _pairs()


def conflicts(role: Role, held: frozenset[Role]) -> list[Role]:
    """The roles among `held` that may not meet `role` in one person, in the order of the table."""
    return [other for other in Role if other in held and frozenset({role, other}) in INCOMPATIBLE]


SEPARATED_KINDS = ("certification_body", "enterprise")
"""Kinds of organisation whose members never hold a role: who files or certifies does not decide (trust.md E 60)."""


def membership_separation_sql() -> str:
    """Body of the trigger that refuses a live membership to somebody who holds a role."""
    kinds = ", ".join(f"'{kind}'" for kind in SEPARATED_KINDS)
    # Only our own constants are spliced in. The person's row is the queue (tianfu.accounts.access.lock_order).
    return f"""
        IF NEW.status <> 'ended' AND EXISTS (
            SELECT 1 FROM accounts_organisation o WHERE o.id = NEW.organisation_id AND o.kind IN ({kinds})
        ) THEN
            PERFORM 1 FROM accounts_user u WHERE u.id = NEW.user_id FOR NO KEY UPDATE;
            IF EXISTS (
                SELECT 1 FROM accounts_rolegrant g WHERE g.user_id = NEW.user_id AND g.ended_at IS NULL
            ) THEN
                RAISE EXCEPTION 'staff may not be a member' USING ERRCODE = 'check_violation';
            END IF;
        END IF;
        RETURN NEW;
    """  # noqa: S608


def grant_separation_sql() -> str:
    """Body of the trigger that refuses a role to a member of an enterprise or certification body."""
    kinds = ", ".join(f"'{kind}'" for kind in SEPARATED_KINDS)
    return f"""
        IF NEW.ended_at IS NULL THEN
            PERFORM 1 FROM accounts_user u WHERE u.id = NEW.user_id FOR NO KEY UPDATE;
            IF EXISTS (
                SELECT 1 FROM accounts_membership m JOIN accounts_organisation o ON o.id = m.organisation_id
                WHERE m.user_id = NEW.user_id AND m.status <> 'ended' AND o.kind IN ({kinds})
            ) THEN
                RAISE EXCEPTION 'a member may not hold a role' USING ERRCODE = 'check_violation';
            END IF;
        END IF;
        RETURN NEW;
    """  # noqa: S608


def incompatible_pairs_sql() -> str:
    """Body of the trigger that refuses an incompatible pair whoever writes it, the shell included."""
    ordered = sorted(tuple(sorted(pair)) for pair in INCOMPATIBLE)
    values = ", ".join(f"('{first}', '{second}')" for first, second in ordered)
    # Only our own constants are spliced in.
    return f"""
        IF NEW.ended_at IS NULL AND EXISTS (
            SELECT 1 FROM accounts_rolegrant held
            WHERE held.user_id = NEW.user_id AND held.ended_at IS NULL
              AND (LEAST(held.role::text, NEW.role::text), GREATEST(held.role::text, NEW.role::text))
                  IN (VALUES {values})
        ) THEN
            RAISE EXCEPTION 'incompatible role %', NEW.role USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """  # noqa: S608
