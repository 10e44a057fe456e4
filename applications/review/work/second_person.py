"""Telling those who may confirm a proposal that it waits for them."""

from applications.cases.recipients import about, console_path
from applications.review.models import ApplicationEndorsement
from applications.review.work.proposals import in_words, people_for
from tianfu.accounts.roles import Role
from tianfu.inbox.dispatch import notify


def tell_second(proposal: ApplicationEndorsement) -> None:
    """One message to each person who may be the second one; when nobody can, to the administrators, who find somebody."""
    case, people = proposal.subject, people_for(proposal)
    context = {
        "first": str(proposal.first_by),
        "proposed_at": proposal.first_at,
        "what": in_words(proposal),
        "subject": f"{case.product_version.name}（{case.number}）",
        "note": proposal.first_note,
    }
    notify(
        "second_person_asked",
        users=people,
        roles=() if people else (Role.SYSTEM_ADMIN,),
        context=context if people else context | {"nobody": "目前没有其他人可以复核，请安排人员。"},
        link=console_path(case),
        about=about(case),
        once=f"endorsement:{proposal.pk}",
    )
