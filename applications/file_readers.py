"""Who may read the files of a case: the enterprise's members, and staff who may see the case."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from applications.cases.models.application import Application
from applications.enterprises.changes.acts import EVIDENCE_PURPOSE as CHANGE_PURPOSE
from applications.enterprises.changes.models import EnterpriseChange
from applications.enterprises.claims.licences import LICENCE_PURPOSE
from applications.enterprises.models import EnterpriseClaim
from applications.form.rows import EVIDENCE_PURPOSE
from applications.papers.case_papers import PAPER_PURPOSE
from tianfu.accounts.roles import Role
from tianfu.files.models import StoredFile
from tianfu.files.readers import register_reader


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
    """As the case; floors above name further readers of the letters that they have written."""
    if may_see_case(user, Q(papers__paper__file=file)):
        return True
    return user.is_authenticated and any(reader(user, file) for reader in _letter_readers)


def register_letter_reader(reader: Callable[[Any, StoredFile], bool]) -> None:
    """`reader(user, file)`, asked about a case's paper where the case alone does not let the reader in. At start-up."""
    _letter_readers.append(reader)


_letter_readers: list[Callable[[Any, StoredFile], bool]] = []


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


def reads_change(user: Any, file: StoredFile) -> bool:
    """Members of the enterprise that asks, and the officers who may see the request."""
    if not user.is_authenticated:
        return False
    asked = EnterpriseChange.objects.filter(evidence__file=file)
    if EnterpriseChange.objects.visible_to(user).filter(pk__in=asked.values("pk")).exists():
        return True
    return user.is_staff and EnterpriseChange.objects.on_console_for(user).filter(pk__in=asked.values("pk")).exists()


register_reader(__name__, EVIDENCE_PURPOSE, reads_evidence, recorded=True)
register_reader(__name__, CHANGE_PURPOSE, reads_change, recorded=True)
register_reader(__name__, PAPER_PURPOSE, reads_case_paper, recorded=True)
register_reader(__name__, LICENCE_PURPOSE, reads_licence, recorded=True)
