"""Who may be sent, and to whom not. Recusals are declared, or derived from what somebody did.

A floor above that knows one registers it: `register_recusal("inspected_last", "上次检查过该对象", fn)`, where
`fn(inspectors, objects)` answers for many at once with pairs (key of the inspector, code of the object).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from applications.models import ApplicationEndorsement, StageReview
from certification.models import AuthorizationEndorsement
from supervision.directories.models import InspectionObject, Inspector, Recusal

Pairs = Iterable[tuple[int, str]]
Derivation = Callable[[Sequence[Inspector], Sequence[InspectionObject]], Pairs]


@dataclass(frozen=True)
class Derived:
    """`label` names why in words; `fn` names the pairs."""

    key: str
    label: str
    fn: Derivation


_derived: dict[str, Derived] = {}


def register_recusal(key: str, label: str, fn: Derivation) -> None:
    """Let `fn(inspectors, objects)` keep inspectors from objects. Called at start-up; one function for one key."""
    if key in _derived and _derived[key].fn is not fn:
        raise ValueError(f"recusal {key!r} is registered already")
    _derived[key] = Derived(key, label, fn)


def available(inspector: Inspector, since: date, until: date) -> bool:
    """May this inspector be sent on every day from `since` to `until`? For many: `Inspector.objects.available`."""
    return Inspector.objects.available(since, until).filter(pk=inspector.pk).exists()


def recused_codes(inspector: Inspector, objects: Iterable[InspectionObject]) -> set[str]:
    """Codes of the objects among these that this inspector may not inspect."""
    return recusals([inspector], objects)[inspector.pk]


def recusals(inspectors: Iterable[Inspector], objects: Iterable[InspectionObject]) -> dict[int, set[str]]:
    """For many: key of each inspector → codes of the objects, among these, he may not inspect. A fixed number of queries."""
    people, rows = list(inspectors), list(objects)
    found: dict[int, set[str]] = {person.pk: set() for person in people}
    for one in (Derived("declared", "登记回避", _declared), *_derived.values()):
        for person, code in one.fn(people, rows):
            found[person].add(code)
    return found


def _declared(inspectors: Sequence[Inspector], objects: Sequence[InspectionObject]) -> Pairs:
    standing = Recusal.objects.standing().filter(inspector__in=[person.pk for person in inspectors])
    against = list(standing.values_list("inspector", "uscc", "code"))
    if not against:
        return []
    codes = {row.code for row in objects}
    of_enterprise: dict[str, list[str]] = {}
    wanted = {uscc for _, uscc, _ in against if uscc}
    for row in objects:
        if row.uscc in wanted:
            of_enterprise.setdefault(row.uscc, []).append(row.code)
    pairs = [(person, code) for person, _, code in against if code in codes]
    return pairs + [(person, code) for person, uscc, _ in against for code in of_enterprise.get(uscc, [])]


def _reviewed(inspectors: Sequence[Inspector], objects: Sequence[InspectionObject]) -> Pairs:
    """Who reviewed the case of an authorization, signed for it, or decided on its suspension, does not inspect it."""
    people: dict[int, list[int]] = {}
    for person in inspectors:
        if person.user_id is not None:
            people.setdefault(person.user_id, []).append(person.pk)
    codes: dict[int, list[str]] = {}
    for row in objects:
        if row.authorization_id is not None:
            codes.setdefault(row.authorization_id, []).append(row.code)
    if not people or not codes:
        return []
    case = "application__authorization"
    acts = [
        StageReview.objects.filter(reviewed_by__in=people).values_list("reviewed_by", case),
        ApplicationEndorsement.objects.filter(first_by__in=people).values_list("first_by", "subject__authorization"),
        ApplicationEndorsement.objects.filter(second_by__in=people).values_list("second_by", "subject__authorization"),
        AuthorizationEndorsement.objects.filter(first_by__in=people).values_list("first_by", "subject"),
        AuthorizationEndorsement.objects.filter(second_by__in=people).values_list("second_by", "subject"),
    ]
    done = {pair for rows in acts for pair in rows.order_by().distinct() if pair[1] in codes}
    return [(person, code) for user, mark in done for person in people[user] for code in codes[mark]]


register_recusal("reviewed", "办理过该申报或授权", _reviewed)
