"""The console's pages of resets: proposing for a person, the second person's page, the history."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse

from tianfu.accounts.console.record_admin import RecordAdmin
from tianfu.accounts.factors import freshness
from tianfu.accounts.factors.resets import acts
from tianfu.accounts.models import FactorReset, User
from tianfu.accounts.signals import personal_viewed
from tianfu.text import parameters
from tianfu.text.admin_search import KeySearch
from tianfu.text.fields import TextField

ANSWERS: dict[str, tuple[Callable[..., FactorReset], str]] = {
    "confirm": (acts.confirm, "已重置，对方所有设备已退出登录。"),
    "refuse": (acts.refuse, "已记录不同意，两步验证没有改动。"),
    "withdraw": (acts.withdraw, "已撤下。"),
}


class ReasonForm(forms.Form):
    """Who acts has just shown it: the question stands before every such address (tianfu.accounts.factors.step_up_page)."""

    reason = TextField(label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, label: str, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        field.label, field.help_text = label, hint
        field.error_messages["required"] = f"请填写{label}。"


@admin.register(FactorReset)
class FactorResetAdmin(KeySearch, RecordAdmin):
    list_display = ("user", "proposed_by", "proposed_at", "outcome", "closed_by", "closed_at")
    list_filter = ("outcome",)
    search_fields = ("user__email", "user__name")
    list_select_related = ("user", "proposed_by", "closed_by")
    date_hierarchy = "proposed_at"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.propose_view)
        return [path("for/<int:person>/", view, name="accounts_factorreset_propose"), *super().get_urls()]

    def propose_view(self, request: HttpRequest, person: int) -> HttpResponse:
        self.require(request, "manage_officers")
        user = get_object_or_404(User, pk=person)
        hint = "写明怎样核实了本人身份，例如“当面核验工作证”。会记入审计台账。"
        form = ReasonForm(request.POST or None, label="核实身份的方式和依据", hint=hint)
        if request.method == "POST" and form.is_valid():
            made = self._done(
                request, form, lambda **by: acts.propose(user, **by), "已提出，等待另一位系统管理员复核。"
            )
            if made is not None:
                return redirect("admin:accounts_factorreset_change", made.pk)
        back = reverse("admin:accounts_user_change", args=[user.pk])
        return self.page(
            request,
            "tianfu/accounts/console/act.html",
            title=f"重置两步验证：{user}",
            lead="用于手机、通行密钥和恢复码都不能用的人。由您提出，另一位系统管理员复核后生效：原有的两步验证全部失效，"
            "所有设备退出登录，对方用密码登录后重新启用。现在即发邮件告知本人。",
            button="提请复核",
            form=form,
            back=back,
            back_label=str(user),
            cancel=back,
            status=422 if form.errors else 200,
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Confirming, refusing or withdrawing, each by its button."""
        self.require(request, "view_factorreset")
        rows = FactorReset.objects.select_related("user", "proposed_by", "closed_by")
        reset = get_object_or_404(rows, pk=parameters.key(object_id))
        form = ReasonForm(request.POST or None, label="复核意见")
        if request.method == "POST":
            self.require(request, "manage_officers")
            act, words = ANSWERS.get(parameters.choice(request.POST, "act", ANSWERS.keys()), (None, ""))
            if act is None:
                form.add_error(None, "请选择“同意重置”“不同意”或“撤下”。")
            elif form.is_valid() and self._done(request, form, lambda **by: act(reset, **by), words) is not None:
                return redirect("admin:accounts_factorreset_change", reset.pk)
        personal_viewed.send(sender=User, request=request, subject=reset.user, fields=("email", "name"))
        return self._show(request, reset, form)

    def _done(
        self, request: HttpRequest, form: forms.Form, act: Callable[..., FactorReset], words: str
    ) -> FactorReset | None:
        """None when refused: the sentence then stands in the form."""
        try:
            done = act(actor=request.user, reason=form.cleaned_data["reason"], identity=freshness.way(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return None
        messages.success(request, words)
        return done

    def _show(self, request: HttpRequest, reset: FactorReset, form: forms.Form) -> HttpResponse:
        manages = request.user.has_perm("accounts.manage_officers")
        return self.page(
            request,
            "tianfu/accounts/factors/resets/console/one.html",
            title=f"重置两步验证：{reset.user}",
            reset=reset,
            form=form,
            own=reset.proposed_by_id == request.user.pk,
            problems=acts.second_problems(reset, request.user),  # type: ignore[arg-type]
            may_act=manages and reset.stands,
            status=422 if form.errors else 200,
        )
