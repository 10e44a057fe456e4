"""A request that two of the operator decide, on the console: the page of changes and of successions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from certification.authorizations.notices import letter_of
from certification.authorizations.sanctions.asked import asked
from certification.authorizations.sanctions.forms import AnswerForm
from certification.changes.decisions import Matter
from tianfu.text import parameters
from tianfu.workflow.console.pages import page
from tianfu.workflow.console.second import answer
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.second_form import second_form
from tianfu.workflow.signatures.shown import stamp

R = TypeVar("R", bound=Any)
_VERBS = {"accepted": "accept", "refused": "refuse"}


@dataclass(frozen=True)
class DecisionPage(Generic[R]):
    """`url`: name of the page, `item_url` of its proposals; `read(request, pk)`: the row, or 404; `letter_key(row, verb)`;
    `more(row)`: what only this subject shows."""

    matter: Matter[R]
    template: str
    url: str
    item_url: str
    read: Callable[[HttpRequest, int], R]
    letter_key: Callable[[R, str], str]
    more: Callable[[R], dict[str, Any]]

    def answered(self, request: HttpRequest, pk: int, item: int) -> HttpResponse:
        """The second person confirms, or the opinion is taken back."""
        proposal = get_object_or_404(self.read(request, pk).endorsements, pk=item)
        done = f"“{proposal.get_act_display()}”已确认生效。"
        try:
            answer(request, proposal, confirm=self.matter.confirm, drop=self.matter.drop, done=done)
        except NotPossible as refusal:
            note = parameters.passage(request.POST, "note")
            return self.show(request, self.read(request, pk), AnswerForm(), refused=refusal.problems, note=note)
        return redirect(self.url, pk=pk)

    def show(
        self, request: HttpRequest, row: R, form: AnswerForm, *, refused: list[str] | None = None, note: str = ""
    ) -> HttpResponse:
        """`refused`: why nothing was done, with the `note` that was typed; 422 with errors of `form`."""
        status = 409 if refused else 422 if form.errors else 200
        proposal, waiting = self.matter.open_proposal(row), row.state == self.matter.waiting
        facts = self.matter.facts(row, proposal)
        url = reverse(self.item_url, args=[row.pk, proposal.pk]) if proposal is not None else ""
        second = second_form(proposal, request.user, url, facts, note=note) if proposal is not None else None
        verb = _VERBS.get(row.state)
        said = asked(
            request,
            row,
            form,
            waiting=waiting,
            proposal=proposal,
            second=second,
            revision=row.revision,
            refused=refused,
            note=note,
        )
        context = {
            "files": row.files.select_related("file"),
            "found": self.matter.accept_problems(row) if waiting else [],
            "decided": row.changes.select_related("actor").last(),
            "letter": letter_of(self.letter_key(row, verb)) if verb else None,
            "shown": stamp(facts),
            **said,
            **self.more(row),
        }
        return page(request, self.template, context, status)
