"""Who may read the files of a case: the enterprise's members, and staff who may see the case."""

from typing import Any

from django.db.models import Q

from applications.case_papers import PAPER_PURPOSE
from applications.claiming import LICENCE_PURPOSE
from applications.drafting import EVIDENCE_PURPOSE
from applications.models import Application, EnterpriseClaim
from tianfu.accounts.roles import Role
from tianfu.files.models import StoredFile
from tianfu.files.reading import register_reader


def may_see_case(user: Any, cases: Q) -> bool:
    """Is one of these cases the user's own, or on the user's desk (drafts never are)?"""
    if not user.is_authenticated:
        return False
    found = Application.objects.filter(cases)
    own = Application.objects.visible_to(user).filter(pk__in=found.values("pk"))
    return own.exists() or Application.objects.on_console_for(user).filter(pk__in=found.values("pk")).exists()


def reads_evidence(user: Any, file: StoredFile) -> bool:
    """Evidence, honours, answers to an objection; a file taken out stays readable, since an earlier filing may name it."""
    return may_see_case(
        user, Q(evidence__file=file) | Q(honors__file=file) | Q(notice__objections__answers__files__file=file)
    )


def reads_case_paper(user: Any, file: StoredFile) -> bool:
    return may_see_case(user, Q(papers__paper__file=file))


def reads_licence(user: Any, file: StoredFile) -> bool:
    """The claimant, managers of the enterprise, and the officers who verify claims there."""
    if not user.is_authenticated:
        return False
    claim = EnterpriseClaim.objects.select_related("enterprise__organisation").filter(licence=file).first()
    if claim is None:
        return False
    region = claim.enterprise.registered_region_id
    officer = any(user.has_role(role, region) for role in (Role.PREFECTURE_OFFICER, Role.PREFECTURE_APPROVER))
    province = bool(user.roles & {Role.PROVINCE_OFFICER, Role.PROVINCE_APPROVER, Role.AUDITOR})
    return claim.user_id == user.pk or officer or province or user.can(claim.enterprise.organisation, "manage")


register_reader(EVIDENCE_PURPOSE, reads_evidence)
register_reader(PAPER_PURPOSE, reads_case_paper)
register_reader(LICENCE_PURPOSE, reads_licence)
