"""What the register says of each object on a day: the facts that the directory keeps and is compared with."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Q, QuerySet

from certification.authorizations.states import AuthorizationState
from certification.duties.usages.states import UsageState
from certification.models import Authorization, BodyTerm, CertificationBody, MarkUsage
from supervision.directories.provinces import home_province
from supervision.directories.states import ObjectKind
from tianfu.text.clean import line
from tianfu.text.moments import beijing_day

STANDING = (AuthorizationState.ACTIVE, AuthorizationState.SUSPENDED)


@dataclass(frozen=True)
class Facts:
    """One object as the register has it. `owner`: the field of the directory that points to `pk`; `code` is proposed for a
    new entry only; `left_on`: the first day it is not in the register any more, None while it is."""

    kind: str
    owner: str
    pk: int
    code: str
    listed_on: date
    left_on: date | None = None
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class RegisterSource:
    """One kind of object. `owner`: the field of the directory that points to a row of the register; `all(day)` the facts
    of every row that is or was in it; `fresh(pk, day)` those of one row as it is now, None for what never was."""

    kind: str
    owner: str
    all: Callable[[date], Iterator[Facts]]
    fresh: Callable[[int, date], Facts | None]


_sources: dict[str, RegisterSource] = {}


def register_source(source: RegisterSource) -> RegisterSource:
    """Let the directory keep one more kind."""
    if _sources.get(source.kind, source) != source:
        raise ValueError(f"kind {source.kind!r} has a source already")
    _sources[source.kind] = source
    return source


def register_sources() -> list[RegisterSource]:
    """Every kind the directory is kept for, in the order of `ObjectKind`."""
    return [_sources[kind] for kind in ObjectKind if kind in _sources]


def _authorizations() -> QuerySet[Authorization]:
    return Authorization.objects.published().select_related("industry").order_by("pk")


def authorization_facts(row: Authorization, day: date) -> Facts | None:
    """From the day it was published until 撤销, 注销 or the day after its last one; suspended ones stay, excluded by code."""
    if row.published_at is None or row.number is None:
        return None
    return Facts(
        kind=ObjectKind.AUTHORIZATION,
        owner="authorization_id",
        pk=row.pk,
        code=row.number,
        listed_on=row.starts_on,
        left_on=_authorization_end(row, day),
        values={
            "name": row.product_name,
            "holder_name": row.holder_name,
            "uscc": row.holder_uscc,
            "region_id": row.region_id,
            "route": row.route,
            "sector": row.sector,
            "tags": sorted({row.sector, row.industry.key}),
        },
    )


def _authorization_end(row: Authorization, day: date) -> date | None:
    if row.ends_on < day or row.state == AuthorizationState.EXPIRED:
        return row.ends_on + timedelta(days=1)
    return None if row.state in STANDING else max(day, row.starts_on)


def _all_authorizations(day: date) -> Iterator[Facts]:
    for row in _authorizations().iterator(chunk_size=2000):
        if (facts := authorization_facts(row, day)) is not None:
            yield facts


def _fresh_authorization(pk: int, day: date) -> Facts | None:
    row = _authorizations().filter(pk=pk).first()
    return authorization_facts(row, day) if row is not None else None


def body_facts(body: CertificationBody, day: date) -> Facts | None:
    """A body while it is a member of the alliance; `terms` prefetched for lists."""
    terms = [term for term in body.terms.all() if term.kind == BodyTerm.Kind.MEMBERSHIP and term.starts_on <= day]
    if not terms:
        return None
    standing = [term for term in terms if term.holds(day)]
    ends = [term.ends_on for term in terms if term.ends_on is not None]
    left_on = None if standing else max(ends) + timedelta(days=1)
    return Facts(
        kind=ObjectKind.CERTIFICATION_BODY,
        owner="body_id",
        pk=body.pk,
        code=_body_code(body),
        listed_on=min(term.starts_on for term in standing or terms),
        left_on=left_on,
        values={
            "name": body.organisation.name,
            "holder_name": body.organisation.name,
            "uscc": body.organisation.uscc or "",
            "region_id": body.organisation.region_id or home_province().pk,
            "route": "",
            "sector": "",
            "tags": body.sectors_on(day),
        },
    )


def _body_code(body: CertificationBody) -> str:
    """Its number of approval as an id: letters, digits, dot and dashes; else its credit code; else its key."""
    number = line(body.approval_number)
    if number and number.isascii() and all(sign.isalnum() or sign in "._-" for sign in number):
        return number
    return body.organisation.uscc or f"CB-{body.pk:04d}"


def _bodies() -> QuerySet[CertificationBody]:
    return CertificationBody.objects.select_related("organisation").prefetch_related("terms").order_by("pk")


def _all_bodies(day: date) -> Iterator[Facts]:
    for row in _bodies().iterator(chunk_size=500):
        if (facts := body_facts(row, day)) is not None:
            yield facts


def _fresh_body(pk: int, day: date) -> Facts | None:
    row = _bodies().filter(pk=pk).first()
    return body_facts(row, day) if row is not None else None


def usage_facts(row: Any, day: date) -> Facts | None:
    """A registered usage from the day it was accepted until it is stopped, or after its last day or its mark's.

    `row` as `_usages` reads it; its authorization stands beside it, so that a suspended mark excludes it too.
    """
    if row.accepted_at is None:
        return None
    mark, listed_on = row.authorization, max(row.starts_on, beijing_day(row.accepted_at))
    last = min(row.ends_on or mark.ends_on, mark.ends_on)
    left_on = last + timedelta(days=1) if last < day else None
    if row.state == UsageState.REVOKED:
        left_on = min(left_on or day, beijing_day(row.ended_at))
    return Facts(
        kind=ObjectKind.MARK_USAGE,
        owner="usage_id",
        pk=row.pk,
        code=row.number,
        listed_on=listed_on,
        left_on=None if left_on is None else max(left_on, listed_on),
        values={
            "name": f"{mark.product_name}（{row.carrier}）",
            "holder_name": mark.holder_name,
            "uscc": mark.holder_uscc,
            "region_id": mark.region_id,
            "route": mark.route,
            "sector": mark.sector,
            "tags": sorted({mark.sector, mark.industry.key}),
            "authorization_id": mark.pk,
        },
    )


def _usages() -> QuerySet[Any]:
    ends = Q(changes__transition__in=["revoke", "stop", "close"])
    return (
        MarkUsage.objects.select_related("authorization__industry")
        .annotate(
            accepted_at=Max("changes__at", filter=Q(changes__transition="approve")),
            ended_at=Max("changes__at", filter=ends),
        )
        .order_by("pk")
    )


def _all_usages(day: date) -> Iterator[Facts]:
    for row in _usages().iterator(chunk_size=2000):
        if (facts := usage_facts(row, day)) is not None:
            yield facts


def _fresh_usage(pk: int, day: date) -> Facts | None:
    row = _usages().filter(pk=pk).first()
    return usage_facts(row, day) if row is not None else None


register_source(RegisterSource(ObjectKind.AUTHORIZATION, "authorization_id", _all_authorizations, _fresh_authorization))
register_source(RegisterSource(ObjectKind.CERTIFICATION_BODY, "body_id", _all_bodies, _fresh_body))
register_source(RegisterSource(ObjectKind.MARK_USAGE, "usage_id", _all_usages, _fresh_usage))
