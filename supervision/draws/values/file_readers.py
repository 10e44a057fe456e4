"""Who may read what a draw keeps: its published files everybody, its evidence the organisers and the auditor."""

from typing import Any

from django.db.models import Q

from supervision.draws.commitment.acts import FILE_PURPOSE
from supervision.draws.models import DrawPlan
from supervision.draws.rules import ORGANISER
from supervision.draws.values.entries import EVIDENCE_PURPOSE
from tianfu.accounts.roles import Role
from tianfu.files.models import StoredFile
from tianfu.files.readers import register_reader


def reads_draw_file(user: Any, file: StoredFile) -> bool:
    """Organisers of the plan's region and the auditor; the result of a sealed draw nobody before its reveal. The public
    page serves the same bytes itself, as soon as they are public."""
    if not user.is_authenticated or not user.roles & {ORGANISER, Role.AUDITOR}:
        return False
    frozen = Q(plan_file=file) | Q(objects_file=file) | Q(inspectors_file=file) | Q(comparison_file=file)
    opened = Q(sealed=False) | Q(revealed_at__isnull=False)
    result = opened & (Q(results__file=file) | Q(results__values_file=file))
    return DrawPlan.objects.on_console_for(user).filter(frozen | result).exists()


def reads_evidence(user: Any, file: StoredFile) -> bool:
    """Organisers of the plan's region and the auditor; an open round is nobody's but its typist's."""
    if not user.is_authenticated or not user.roles & {ORGANISER, Role.AUDITOR}:
        return False
    if file.uploaded_by_id == user.pk:
        return True
    closed = Q(entries__second_by__isnull=False) & (Q(entries__first_evidence=file) | Q(entries__second_evidence=file))
    return (
        DrawPlan.objects.on_console_for(user)
        .filter(closed | Q(meeting__film=file) | Q(corrections__evidence=file))
        .exists()
    )


register_reader(__name__, FILE_PURPOSE, reads_draw_file, recorded=True)
register_reader(__name__, EVIDENCE_PURPOSE, reads_evidence, recorded=True)
