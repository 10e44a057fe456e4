"""The second person's form on the pages that show a proposal about an authorization."""

from typing import Any

from django.urls import reverse

from certification.authorizations.models.authorization import AuthorizationEndorsement
from certification.authorizations.sanctions.acts import proposal_facts
from certification.authorizations.sanctions.bases import separation_problems
from tianfu.workflow.signatures.proposal import second_problems
from tianfu.workflow.signatures.second_form import SecondForm, second_form


def second_of(proposal: AuthorizationEndorsement, user: Any, note: str = "") -> SecondForm:
    """Posts to the authorization; who took part in what the proposal rests on reads that he cannot confirm it."""
    mark, barred = proposal.subject, second_problems(proposal, user) or separation_problems(proposal.basis, user)
    url = reverse("console:proposal", args=[mark.pk, proposal.pk])
    return second_form(proposal, user, url, proposal_facts(mark, proposal), note=note, barred=barred)
