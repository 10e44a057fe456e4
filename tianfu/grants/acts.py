"""The second administrator signs exactly what his page showed."""

from django.db import transaction

from tianfu.accounts.grants.proposals import confirm_grant, lock_proposal
from tianfu.accounts.models import GrantProposal, RoleGrant, User
from tianfu.text.moments import full_moment
from tianfu.workflow.signatures.shown import Shown, digest, refuse_changed


def proposal_facts(proposal: GrantProposal) -> dict[str, object]:
    """The proposal and the person as the page shows them, for `tianfu.workflow.signatures.shown`."""
    person = proposal.user
    grants = person.role_grants.active().select_related("region").order_by("pk")
    memberships = person.memberships.live().select_related("organisation").order_by("pk")
    return {
        "姓名": person.name or "未填写",
        "电子邮箱": person.email,
        "账号": f"{full_moment(person.date_joined)}建立，{'正常' if person.is_active else '已停用'}",
        "建立账号的人": str(person.created_by) if person.created_by_id else "本人注册或系统",
        "现有岗位": "、".join(f"{row.get_role_display()}（{row.place}）" for row in grants) or "没有",
        "所在组织": "、".join(f"{row.organisation}（{row.get_status_display()}）" for row in memberships) or "没有",
        "拟授予的角色": proposal.label,
        "授予理由": proposal.reason,
        "提议人": f"{proposal.proposed_by}，{full_moment(proposal.proposed_at)}",
        "复核期限": full_moment(proposal.expires_at),
    }


def confirm(proposal: GrantProposal, *, actor: User, reason: str, identity: str, shown: Shown) -> RoleGrant:
    """As `confirm_grant`; Changed when the person or the proposal is not what the page stamped `shown` showed."""
    with transaction.atomic():
        facts = proposal_facts(lock_proposal(proposal, actor))
        refuse_changed(shown, facts)
        return confirm_grant(proposal, actor=actor, reason=reason, identity=identity, read=digest(facts))
