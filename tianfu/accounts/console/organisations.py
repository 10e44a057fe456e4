"""Organisations: offices and certification bodies are registered here, enterprises register themselves."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse

from tianfu.accounts.console.forms import FoundOrganisationForm
from tianfu.accounts.console.record_admin import RecordAdmin
from tianfu.accounts.grants import invitations
from tianfu.accounts.models import MembershipStatus, Organisation, OrganisationKind, User
from tianfu.accounts.organisations.foundation import found_organisation
from tianfu.accounts.signals import personal_viewed
from tianfu.text import parameters
from tianfu.text.admin_search import KeySearch


@admin.register(Organisation)
class OrganisationAdmin(KeySearch, RecordAdmin):
    list_display = ("name", "kind", "uscc", "region", "members", "created_at")
    list_filter = ("kind", "region")
    search_fields = ("name", "uscc")
    search_columns = ("search",)
    search_help_text = "按名称或统一社会信用代码查找"
    list_select_related = ("region",)
    change_list_template = "tianfu/accounts/console/organisations.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        active = Count("memberships", filter=Q(memberships__status=MembershipStatus.ACTIVE))
        return super().get_queryset(request).annotate(active_members=active)

    @admin.display(description="有效成员", ordering="active_members")
    def members(self, organisation: Organisation) -> int:
        return organisation.active_members  # type: ignore[attr-defined]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        may_manage = request.user.has_perm("accounts.manage_organisations")
        return super().changelist_view(request, {**(extra_context or {}), "title": "组织", "may_manage": may_manage})

    def get_urls(self) -> list[URLPattern]:
        found = path("create/", self.admin_site.admin_view(self.found), name="accounts_organisation_create")
        return [found, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self.require(request, "view_organisation")
        organisation = get_object_or_404(Organisation.objects.select_related("region"), pk=parameters.key(object_id))
        personal_viewed.send(sender=User, request=request, subject=organisation, fields=("email", "name"))
        return self.page(
            request,
            "tianfu/accounts/console/organisation.html",
            title=organisation.name,
            organisation=organisation,
            memberships=organisation.memberships.select_related("user", "decided_by"),
        )

    def found(self, request: HttpRequest) -> HttpResponse:
        self.require(request, "manage_organisations")
        form = FoundOrganisationForm(request.POST or None, actor=request.user)
        if request.method == "POST" and form.is_valid():
            try:
                organisation = _found(form, request.user)
            except ValidationError as error:
                form.add_problem(error)
            else:
                messages.success(request, f"已登记“{organisation.name}”。")
                return redirect("admin:accounts_organisation_change", organisation.pk)
        back = reverse("admin:accounts_organisation_changelist")
        return self.page(
            request,
            "tianfu/accounts/console/act.html",
            form=form,
            back=back,
            back_label="组织",
            cancel=back,
            title="登记机构",
            lead="登记监管部门、运营机构、有关部门或认证机构，并任命首位管理员。企业由企业自己登记。",
            button="登记机构",
            status=422 if form.errors else 200,
        )


def _found(form: FoundOrganisationForm, actor: User) -> Organisation:
    data = form.cleaned_data
    with transaction.atomic():
        manager, new = User.objects.filter(email__iexact=data["manager_email"]).first(), False
        if manager is None:
            manager, new = (
                invitations.create_account(
                    email=data["manager_email"],
                    name=data["manager_name"],
                    actor=actor,
                    reason=data["reason"],
                    identity=form.identity,
                ),
                True,
            )
        elif not manager.is_active:
            raise ValidationError({"manager_email": "这个账号已停用，请先恢复，或另选一位管理员。"})
        organisation = found_organisation(
            kind=OrganisationKind(data["kind"]),
            name=data["name"],
            uscc=data["uscc"],
            uscc_confirmed=form.code_confirmed,
            region=data["region"],
            manager=manager,
            actor=actor,
            reason=data["reason"],
            identity=form.identity,
        )
        if new:
            invitations.send_invitation(manager, actor=actor)
        return organisation
