"""Reading and setting the values of the rules of the field. No number of a rule is a literal in code."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.dispatch import Signal

from tianfu.ledger.audit.records import record
from tianfu.text import moments
from tianfu.workflow import clock
from tianfu.workflow.models import Policy
from tianfu.workflow.policies.catalogue import takes_two
from tianfu.workflow.policies.units import check_value
from tianfu.workflow.signatures.officer import check_officer
from tianfu.workflow.signatures.shown import Shown, refuse_changed

# Sent inside the transaction, with policy: the apps above recompute what they stored (`due_on`).
policy_set = Signal()


class UnknownPolicy(LookupError):
    """No value of this key holds on that day, for that programme or for all."""


def policy(key: str, scope: str = "", on: date | None = None) -> Any:
    """The value of `key` that holds on `on` (today): the programme's own, else the general one.

    Raises UnknownPolicy. The unit is in the row: `policy_row`.
    """
    return policy_row(key, scope, on).value


def policy_row(key: str, scope: str = "", on: date | None = None) -> Policy:
    """The row behind `policy`: value, unit, source, valid_from."""
    day = on or clock.today()
    rows = Policy.objects.filter(key=key, scope__in={scope, ""}, valid_from__lte=day)
    # The programme's own rows sort before the general ones: "" is the smallest text.
    row = rows.order_by("-scope", "-valid_from").first()
    if row is None:
        raise UnknownPolicy(f"政策参数 {key}（项目 {scope or '通用'}）在 {day} 没有取值。")
    return row


def policy_values(keys: Iterable[str], scope: str = "", on: date | None = None) -> dict[str, Any]:
    """Several values with one query. Raises UnknownPolicy for the first that is missing."""
    return {key: row.value for key, row in policy_rows(keys, scope, on).items()}


def policy_rows(keys: Iterable[str], scope: str = "", on: date | None = None) -> dict[str, Policy]:
    """The rows behind `policy_values`: value, unit, source. Raises UnknownPolicy for the first that is missing."""
    wanted = list(keys)
    day = on or clock.today()
    rows = Policy.objects.filter(key__in=wanted, scope__in={scope, ""}, valid_from__lte=day)
    found: dict[str, Policy] = {}
    for row in rows.order_by("scope", "valid_from"):  # the last one wins
        found[row.key] = row
    for key in wanted:
        if key not in found:
            raise UnknownPolicy(f"政策参数 {key}（项目 {scope or '通用'}）在 {day} 没有取值。")
    return {key: found[key] for key in wanted}


def current_rows(on: date | None = None) -> QuerySet[Policy]:
    """For every key and scope the row that holds on `on` (today)."""
    rows = Policy.objects.filter(valid_from__lte=on or clock.today())
    return rows.order_by("key", "scope", "-valid_from").distinct("key", "scope")


def policy_facts(key: str, scope: str = "") -> dict[str, str]:
    """Every value of one key as its page lists them, by the day from which it holds, for `tianfu.workflow.signatures.shown`."""
    rows = Policy.objects.filter(key=key, scope=scope).order_by("valid_from")
    return {f"{moments.numeric_day(row.valid_from)} 起": f"{row.in_words}（{row.source}）" for row in rows}


def set_policy(
    key: str,
    value: Any,
    *,
    source: str,
    valid_from: date,
    actor: Any,
    second: Any = None,
    scope: str = "",
    proposal: bool = False,
    shown: Shown,
) -> Policy:
    """Let `value` hold from `valid_from` on, today or later. Older rows stay what they were.

    `actor` None: the platform itself. A person sets alone what one person may set; for every other policy `second` is the
    administrator who confirmed what `actor` proposed (`policies.proposals`).
    `shown`: the stamp of the page that listed the values (`policy_facts`); Changed when one came since.

    Raises UnknownPolicy for a key that the platform does not read, ValidationError (Chinese, by field)
    for a wrong value, a missing source, a past day, or a day that already has a row.
    """
    if getattr(actor, "pk", None) is not None:
        check_officer(actor, True, "")
    unit = value_problems(key, value, source, valid_from)
    if getattr(actor, "pk", None) is not None and second is None and takes_two(key):
        raise ValidationError("该参数涉及当事人的权益或平台的安全，须由两位系统管理员设定：一人提出，另一人复核。")
    try:
        with transaction.atomic():
            # Everybody who sets this key waits here, so that the second sees the first one's value.
            Policy.objects.select_for_update().get(pk=Policy.objects.filter(key=key).earliest("pk").pk)
            refuse_changed(shown, policy_facts(key, scope))
            return _append(
                Policy(key=key, scope=scope, value=value, unit=unit, source=source.strip(),
                       proposal=proposal, valid_from=valid_from, seconded_by=second),
                actor,
            )  # fmt: skip
    except IntegrityError as error:
        message = "该日期已有取值，已设定的不能更改；请选择另一个生效日期。"
        raise ValidationError({"valid_from": message}) from error


def value_problems(key: str, value: Any, source: str, valid_from: date) -> str:
    """The unit of `key`. Raises UnknownPolicy, and ValidationError by field, as `set_policy` says."""
    known = Policy.objects.filter(key=key).order_by("-valid_from", "-pk").first()
    if known is None:
        raise UnknownPolicy(f"没有政策参数 {key}。")
    if problems := _problems(known.unit, value, source, valid_from):
        raise ValidationError(problems)
    return str(known.unit)


def _problems(unit: str, value: Any, source: str, valid_from: date) -> dict[str, Any]:
    problems: dict[str, Any] = {}
    try:
        check_value(unit, value)
    except ValidationError as error:
        problems["value"] = error.messages
    if not source.strip():
        problems["source"] = ["请写明依据，例如文件名称和文号。"]
    if valid_from < clock.today():
        problems["valid_from"] = ["生效日期不能早于今天：过去的办理已按当时的取值进行。"]
    return problems


def _append(row: Policy, actor: Any) -> Policy:
    row.set_at = clock.now()
    row.set_by = actor if getattr(actor, "pk", None) is not None else None
    row.save(force_insert=True)
    data = {"key": row.key, "scope": row.scope, "value": row.value, "valid_from": row.valid_from.isoformat()}
    if row.seconded_by_id is not None:
        data["second"] = row.seconded_by_id
    record("policy.set", actor=actor, subject=row, reason=row.source, data=data)
    policy_set.send(sender=Policy, policy=row)
    return row
