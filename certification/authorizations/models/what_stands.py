"""What of an authorization and of a suspension nobody rewrites, whatever the code above does."""

from typing import Any

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db.models import BaseConstraint, CheckConstraint, F, Func, Q, UniqueConstraint, Value

from certification.authorizations.models.count import COUNTED
from certification.authorizations.states import LIVE, AuthorizationState
from tianfu.ledger.protection import kept, stands

S = AuthorizationState


def _one(field: str) -> Func:
    """The key as a range of one, which an exclusion can compare without an extension."""
    return Func(F(field), F(field), Value("[]"), function="int8range", output_field=BigIntegerRangeField())


def _days() -> Func:
    """From the first valid day to the last, both included."""
    return Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange", output_field=DateRangeField())


# One live authorization per product and programme on any day; a renewed one waits for the day after.
ONE_AT_A_TIME = ExclusionConstraint(
    name="one_live_authorization_per_product_and_day",
    expressions=[
        (_one("product"), RangeOperators.OVERLAPS),
        (_one("programme"), RangeOperators.OVERLAPS),
        (_days(), RangeOperators.OVERLAPS),
    ],
    condition=Q(state__in=LIVE),
)
CERTIFICATE_FOR_ITS_ROUTE = CheckConstraint(
    condition=Q(basis="certificate", certificate__isnull=False)
    | Q(basis__in=["declaration", "review"], certificate=None),
    name="authorization_certificate_exactly_for_its_route",
)
# The version that the case ran on says what its route rests on; versions from before files said it named none (their two
# routes rested on what is here, applications/programmes/shapes/first.toml).
BASIS_OF_ITS_ROUTE = pgtrigger.Trigger(
    name="authorization_basis_of_its_route",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    declare=[("wanted", "text")],
    func="""
        SELECT coalesce(
            v.payload #>> ARRAY['routes', NEW.route, 'basis'],
            CASE NEW.route WHEN 'quality_certification' THEN 'certificate' WHEN 'self_declaration' THEN 'declaration' END
        ) INTO wanted
        FROM applications_application a JOIN applications_programmeversion v ON v.id = a.programme_version_id
        WHERE a.id = NEW.application_id AND v.programme_id = NEW.programme_id
            AND v.payload #> ARRAY['routes', NEW.route] IS NOT NULL;
        IF wanted IS DISTINCT FROM NEW.basis THEN
            RAISE EXCEPTION 'route % of the case rests on %, not on %', NEW.route, wanted, NEW.basis
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)
CONSTRAINTS: list[BaseConstraint] = [
    CheckConstraint(condition=Q(state__in=S.values), name="authorization_state_known"),
    CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="authorization_dates"),
    CheckConstraint(
        condition=Q(state__in=[S.PENDING, S.CANCELLED]) | Q(number__isnull=False, published_at__isnull=False),
        name="authorization_effective_is_numbered",
    ),
    ONE_AT_A_TIME,
    UniqueConstraint(fields=["previous"], condition=~Q(state=S.CANCELLED), name="authorization_continued_once"),
    CERTIFICATE_FOR_ITS_ROUTE,
]
AUTHORIZATION: list[Any] = [
    *kept("authorization"),
    stands(
        "authorization", fixed_columns=["application_id", "programme_id", "route", "basis", "decided_on", "previous_id"]
    ),
    COUNTED,
    BASIS_OF_ITS_ROUTE,
]
SUSPENSION: list[Any] = [
    *kept("suspension"),
    stands("suspension", open_columns=["limit_on", "lifted_at", "lifted_note"], until="OLD.lifted_at IS NOT NULL"),
]
