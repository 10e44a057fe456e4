"""The pages on which a second administrator confirms a role, or somebody takes the proposal back."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from tianfu.accounts.access.rules import requires, roles
from tianfu.accounts.console.forms import ConfirmedForm
from tianfu.accounts.grants.limits import limits
from tianfu.accounts.grants.proposals import decline_grant
from tianfu.accounts.grants.seconds import check_second
from tianfu.accounts.models import GrantProposal, User
from tianfu.accounts.models.stamps import real_now
from tianfu.accounts.roles import Role
from tianfu.accounts.signals import personal_viewed
from tianfu.grants.acts import confirm, proposal_facts
from tianfu.grants.consequences import consequences
from tianfu.text import parameters
from tianfu.workflow.signatures import shown

ADMINISTRATORS = roles(Role.SYSTEM_ADMIN)
AUDITED = roles(Role.SYSTEM_ADMIN, Role.AUDITOR)


def _proposal(pk: int) -> GrantProposal:
    rows = GrantProposal.objects.select_related("user__created_by", "region", "proposed_by", "closed_by", "grant")
    return get_object_or_404(rows, pk=pk)


@requires(AUDITED)
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """What is proposed, for whom, and what follows; the second administrator confirms it here."""
    row = _proposal(pk)
    personal_viewed.send(sender=User, request=request, subject=row.user, fields=("email", "name"))
    form = ConfirmedForm(request.POST or None, actor=request.user)
    form.fields["reason"].label = "复核意见"
    form.fields["reason"].help_text = "写明核对了什么，例如任命文件文号、本人身份。会记入审计台账。"
    stamp = parameters.token(request.POST, shown.FIELD, parameters.PASSAGE)
    bar = _bar(row, request.user)

    def act() -> str:
        confirm(row, actor=request.user, reason=form.cleaned_data["reason"], identity=form.identity, shown=stamp)
        return f"已复核：{row.user}担任{row.label}。"

    if request.method == "POST" and (done := _acted(request, form, act)):
        return done
    facts = proposal_facts(row)
    context = {
        "title": f"角色授予：{row}",
        "row": row,
        "facts": facts,
        "form": form,
        "bar": bar,
        "shown": shown.stamp(facts),
        "consequences": consequences(Role(row.role), row.programme, limits().waiting_hours),
        "may_close": request.user.has_role(Role.SYSTEM_ADMIN) and not row.outcome and row.user_id != request.user.pk,
        "own": row.proposed_by_id == request.user.pk,
    }
    return _page(request, "tianfu/grants/console/proposal.html", form, context)


def _bar(row: GrantProposal, user: Any) -> str:
    """Why this person cannot confirm it, beforehand, in the words of the act; "" when nothing stands against it."""
    if row.outcome:
        return f"这项提议已办结：{row.get_outcome_display()}。"
    if not user.has_role(Role.SYSTEM_ADMIN):
        return "等待另一位系统管理员复核。"
    if row.expires_at <= real_now():
        return "这项提议已超过复核期限，请重新提出。"
    try:
        check_second(row, user)
    except ValidationError as error:
        return str(error.messages[0])
    return ""


@requires(ADMINISTRATORS)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposer takes it back; another administrator does not agree."""
    row = _proposal(pk)
    own = row.proposed_by_id == request.user.pk
    form = ConfirmedForm(request.POST or None, actor=request.user)

    def act() -> str:
        decline_grant(row, actor=request.user, reason=form.cleaned_data["reason"], identity=form.identity)
        return "已撤下提议。" if own else "已记录不同意，提议人会收到消息。"

    if request.method == "POST" and (done := _acted(request, form, act)):
        return done
    context = {
        "title": f"{'撤下提议' if own else '不同意授予'}：{row}",
        "lead": "这项提议随即失效，记录保留；需要时可以重新提出。",
        "button": "撤下提议" if own else "不同意",
        "danger": True,
        "back": "/console/second/",
        "back_label": "待我复核",
        "cancel": f"/console/grants/{row.pk}/",
    }
    return _page(request, "tianfu/accounts/console/act.html", form, {**context, "form": form})


def _acted(request: HttpRequest, form: ConfirmedForm, act: Callable[[], str]) -> HttpResponse | None:
    """A sound post acts and leads to the list; a refusal stays on the form."""
    if form.is_valid():
        try:
            messages.success(request, act())
        except ValidationError as error:
            form.add_problem(error)
        else:
            return redirect("console:second")
    return None


def _page(request: HttpRequest, template: str, form: ConfirmedForm, context: dict[str, Any]) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, template, {**admin.site.each_context(request), **context}, status=status)
