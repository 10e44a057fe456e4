"""What the database holds true of every application."""

from django.db.models import BaseConstraint, CheckConstraint, Q, UniqueConstraint

from applications.cases.states import FINAL, LIVE, STAGES, ApplicationState

S = ApplicationState
CONSTRAINTS: list[BaseConstraint] = [
    CheckConstraint(condition=Q(state__in=S.values), name="application_state_known"),
    UniqueConstraint(fields=["product", "batch"], condition=Q(state__in=LIVE), name="one_live_application_per_product"),
    UniqueConstraint(
        fields=["product", "programme"],
        condition=Q(state__in=LIVE, doubled=False),
        name="one_live_application_per_product_and_programme",
    ),
    CheckConstraint(
        condition=Q(state__in=[S.DRAFT, S.DISCARDED]) | Q(number__isnull=False) | Q(state=S.RETRACTED),
        name="filed_application_has_number",
    ),
    CheckConstraint(
        condition=Q(state__in=FINAL, decided_at__isnull=False) | (~Q(state__in=FINAL) & Q(decided_at__isnull=True)),
        name="application_decided_exactly_when_final",
    ),
    CheckConstraint(
        condition=Q(state=S.CORRECTION_REQUIRED, correction_stage__in=STAGES)
        | (~Q(state=S.CORRECTION_REQUIRED) & Q(correction_stage="")),
        name="application_correction_stage_exactly_while_corrected",
    ),
    # A renewal is asked for in its own window, whatever call is open.
    CheckConstraint(
        condition=Q(batch__isnull=False, renews=None) | Q(batch=None, renews__isnull=False),
        name="application_of_a_batch_or_a_renewal",
    ),
]
