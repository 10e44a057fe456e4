"""Binding an enterprise, and its members."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.enterprises.chosen import CHOSEN
from applications.enterprises.claims import licences
from applications.enterprises.claims.acts import ask_to_join, claim_enterprise, find_enterprise
from applications.enterprises.claims.forms import KEPT, BindForm, JoinForm
from applications.enterprises.members import Undecided
from applications.enterprises.models import Enterprise
from applications.enterprises.portal import show_enterprise
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, SIGNED_IN, requires
from tianfu.accounts.models import Membership
from tianfu.accounts.organisations import membership as organisations_membership
from tianfu.text import parameters
from tianfu.workflow.door import NotPossible
from tianfu.workflow.once import new_key, once


@requires(SIGNED_IN, files=True)
@require_http_methods(["GET", "HEAD", "POST"])
def bind(request: HttpRequest) -> HttpResponse:
    """Bind by 统一社会信用代码: the first claim uploads the licence; a bound enterprise is joined instead."""
    form = BindForm(request.POST or None, request.FILES or None)
    kept = licences.kept(parameters.token(request.POST, KEPT), user=request.user)
    if kept is not None:
        form.keeps(kept.name, licences.reference(kept))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def act() -> str:
            bound = claim_enterprise(
                user=request.user,
                code=data["code"],
                name=data["name"],
                region=data["region"],
                licence=data["licence"] or kept,
                code_confirmed=form.code_confirmed,
            )
            request.session[CHOSEN] = bound.enterprise.pk
            messages.success(request, "认领已提交，等待登记地市场监管局核验。核验期间可以填写申报草稿。")
            return reverse("portal:home")

        try:
            return once(request, act)
        except ValidationError as error:
            form.add_error("licence" if not hasattr(error, "error_dict") else None, error)
        except NotPossible as refusal:
            form.add_error("code", refusal.problems[0])
            return render(
                request,
                "applications/enterprises/claims/portal/bind.html",
                {"form": form, "once": new_key()},
                status=422,
            )
    if form.errors:
        _keep_licence(request, form)
    status = 422 if form.errors else 200
    return render(
        request, "applications/enterprises/claims/portal/bind.html", {"form": form, "once": new_key()}, status=status
    )


def _keep_licence(request: HttpRequest, form: BindForm) -> None:
    """What is wrong is wrong elsewhere: the file itself is chosen once."""
    if "licence" not in request.FILES or "licence" in form.errors:
        return
    try:
        stored = licences.keep(request.FILES["licence"], user=request.user)
    except ValidationError as error:
        form.add_error("licence", error)
    else:
        form.keeps(stored.name, licences.reference(stored))


@requires(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            enterprise = find_enterprise(form.cleaned_data["code"])
            if enterprise is None:
                raise NotPossible(["平台上还没有这家企业。如果您是第一位，请上传营业执照认领。"])
            ask_to_join(user=request.user, enterprise=enterprise)
        except NotPossible as refusal:
            form.add_error("code", refusal.problems[0])
        except ValidationError as error:
            form.add_error("code", error.messages[0])
        else:
            messages.success(request, f"已向“{enterprise}”的管理员提出申请，同意后会通知您。")
            return redirect("portal:home")
    return render(
        request, "applications/enterprises/claims/portal/join.html", {"form": form}, status=422 if form.errors else 200
    )


RIGHTS = ("edit", "sign", "manage")


def _membership(request: HttpRequest, pk: int) -> Membership:
    return get_object_or_404(Membership.objects.visible_to(request.user).select_related("organisation"), pk=pk)


def _rights(request: HttpRequest, prefix: str = "") -> dict[str, Any]:
    return {right: parameters.on(request.POST, prefix + right) for right in RIGHTS}


@requires(ENTERPRISE_MEMBER)
@require_POST
def decide_member(request: HttpRequest, pk: int) -> HttpResponse:
    """A manager lets somebody in, changes rights, or ends a membership."""
    membership, act = _membership(request, pk), parameters.token(request.POST, "act")
    reason = parameters.passage(request.POST, "reason")
    try:
        if act == "approve":
            organisations_membership.approve(membership, actor=request.user, **_rights(request))
        elif act == "rights":
            organisations_membership.set_rights(
                membership, actor=request.user, **_rights(request), was=_rights(request, "was-")
            )
        elif act == "refuse":
            organisations_membership.refuse(membership, actor=request.user, reason=reason)
        elif act == "remove":
            organisations_membership.remove_member(membership, actor=request.user, reason=reason)
        else:
            raise ValidationError("请选择要办理的事项。")
    except ValidationError as error:
        if Membership.objects.get(pk=membership.pk).status == "ended":
            raise NotPossible(error.messages) from error  # that page gives the typed reason back; his form is gone
        row = get_object_or_404(Enterprise, organisation=membership.organisation_id)
        undecided = Undecided(membership.pk, "".join(error.messages), reason, _rights(request))
        return show_enterprise(request, row, undecided=undecided, status=422)
    messages.success(request, "成员设置已保存。")
    return redirect("portal:enterprise")


@requires(ENTERPRISE_MEMBER)
@require_safe
def members(request: HttpRequest) -> HttpResponse:
    return redirect(reverse("portal:enterprise") + "#members")
