"""The names of a holder: the certificate's own stays as issued; what the firm is called now or was before is shown and found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects

from applications.enterprises.changes.effects import names_before
from applications.models import Enterprise, FormerName
from applications.programmes.names import words_of
from certification.authorizations.models.authorization import Authorization
from tianfu.registry.spoken import Words, register_speaker


@dataclass(frozen=True)
class HolderNames:
    """`current` since `since` where the firm was renamed after the certificate was made, else ""; `former` oldest last."""

    current: str
    since: date | None
    former: list[FormerName]


def holder_names(authorization: Authorization) -> HolderNames:
    """What stands beside the holder's name on the pages of the register.

    No query where nothing is kept besides the name on the certificate (`other_names`, written at the decision and with
    every change of the enterprise), else three; lists call `fetch_names` first.
    """
    if not authorization.other_names:
        return HolderNames("", None, [])
    enterprise = authorization.enterprise
    former = names_before(enterprise)
    own = [row for row in former if row.kind == FormerName.Kind.OWN]
    now = enterprise.organisation.name
    if now == authorization.holder_name:
        return HolderNames("", None, former)
    return HolderNames(now, own[0].until if own else None, former)


def fetch_names(rows: Iterable[Authorization]) -> None:
    """Before `holder_names` of a whole list: three queries for all of them together, none where no name was changed."""
    named = [row for row in rows if row.other_names]
    prefetch_related_objects(named, "enterprise__organisation", "enterprise__former_names")


def other_names(enterprise: Enterprise, holder: str) -> str:
    """Every name the firm is found by besides the one on the certificate."""
    names = [enterprise.organisation.name, *(row.name for row in names_before(enterprise))]
    return " ".join(name for name in dict.fromkeys(names) if name != holder)


def refresh_names(enterprise: Enterprise) -> None:
    """After a change of the enterprise: all its authorizations are found by every name."""
    fresh = Enterprise.objects.select_related("organisation").get(pk=enterprise.pk)
    for row in Authorization.objects.filter(enterprise=fresh).only("pk", "holder_name"):
        Authorization.objects.filter(pk=row.pk).update(other_names=other_names(fresh, row.holder_name))


def _words(key: int) -> Words | None:
    programme = Authorization.objects.filter(pk=key).values_list("programme", flat=True).first()
    return words_of(programme) if programme is not None else None


register_speaker("authorization", _words)
