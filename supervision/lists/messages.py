"""What the lists tell people; the texts stand in `message_kinds.py`."""

from typing import Any

from django.urls import reverse

from applications.cases.standing.remedies import remedy_against
from applications.models import Enterprise
from certification.models import Authorization
from supervision.lists.blacklist.letters import programme_of
from supervision.lists.models import BlacklistEntry, Lead
from supervision.lists.states import EntryAct
from tianfu.inbox.dispatch import notify
from tianfu.workflow import clock


def addressee(uscc: str) -> Enterprise | None:
    """Whose account reads it: the verified enterprise of this code. None: the officers deliver it on paper."""
    return Enterprise.objects.bearing(uscc).exclude(verified_at=None).select_related("organisation").first()


def tell_enterprise(entry: BlacklistEntry, act: str, reason: str) -> None:
    """Entered, with cause, period and remedy; or removed, with the reason."""
    enterprise = addressee(entry.uscc)
    if enterprise is None:
        return
    context: dict[str, Any] = {"name": entry.name, "uscc": entry.uscc, "reason": reason}
    if act == EntryAct.ENTER:
        context |= {
            "grounds": entry.get_grounds_display(),
            "since": entry.since,
            "until": entry.until or "",
            "number": entry.number,
            "remedy": _remedy(entry.uscc),
        }
    else:
        context |= {"removed_on": clock.today(), "number": entry.removal_number}
    notify(
        "blacklist_entered" if act == EntryAct.ENTER else "blacklist_removed",
        organisation=enterprise.organisation,
        context=context,
        link=reverse("portal:blacklist_entry", args=[entry.pk]),
        about=f"blacklistentry:{entry.pk}",
        once=f"{entry.pk}:{entry.revision}",
    )


def _remedy(uscc: str) -> str:
    version = programme_of(uscc)
    return remedy_against(version, clock.today()).message if version is not None else ""


def tell_of_request(lead: Lead, mark: Authorization) -> None:
    """The operator's desk; nothing in it by which the reporter might be known."""
    notify(
        "lead_to_suspend",
        context={
            "authorization": mark.number,
            "product": mark.product_name,
            "holder": mark.holder_name,
            "found_on": lead.found_on,
            "reason": lead.reason,
        },
        programme=mark.programme_slug,
        link=reverse("console:lead_request", args=[lead.pk]),
        about=f"authorization:{mark.pk}",
        once=str(lead.pk),
    )


def tell_officer(lead: Lead, officer: Any, occasion: str, outcome: str, reason: str) -> None:
    """What the operator made of the request, to who passed it on."""
    if officer is None:
        return
    notify(
        "lead_settled",
        users=[officer],
        context={"lead": lead.pk, "outcome": outcome, "reason": reason},
        link=reverse("console:lead", args=[lead.pk]),
        about=f"lead:{lead.pk}",
        once=occasion,
    )
