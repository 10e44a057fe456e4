"""People: who holds which role; creating officers, granting and ending roles, closing accounts."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from tianfu.accounts.console.forms import ConfirmedForm, CreateOfficerForm, GrantForm, ReasonForm
from tianfu.accounts.console.record_admin import RecordAdmin
from tianfu.accounts.grants import ends, invitations
from tianfu.accounts.grants.officers import propose_officer
from tianfu.accounts.grants.proposals import propose_grant
from tianfu.accounts.models import FactorReset, GrantProposal, RoleGrant, User
from tianfu.accounts.programmes import seat
from tianfu.accounts.roles import Role
from tianfu.accounts.signals import personal_viewed
from tianfu.accounts.titles import titles
from tianfu.text import parameters
from tianfu.text.admin_search import KeySearch

FORM = "tianfu/accounts/console/act.html"
_PROPOSED = "已提出，等待另一位系统管理员在“待我复核”中复核。"


class HeldRoleFilter(admin.SimpleListFilter):
    title = "角色"
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("any", "任一岗位"), ("none", "没有岗位"), *titles()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        held = RoleGrant.objects.active().filter(user=OuterRef("pk"))
        if self.value() == "none":
            return queryset.filter(~Exists(held))
        if self.value() == "any":
            return queryset.filter(Exists(held))
        return queryset.filter(Exists(held.filter(role=self.value()))) if self.value() in Role.values else queryset


def _where(names: list[str]) -> str:
    """成都市、绵阳市; of more than four the first and how many: 自贡市等 20 个市（州）."""
    return "、".join(names) if len(names) <= 4 else f"{names[0]}等 {len(names)} 个{seat()}"


@admin.register(User)
class PeopleAdmin(KeySearch, RecordAdmin):
    list_display = ("name_or_email", "email", "held_roles", "second_factor", "is_active", "last_login")
    list_filter = (HeldRoleFilter, "is_active")
    search_fields = ("email", "name", "phone")
    search_help_text = "按姓名、电子邮箱或电话查找"
    change_list_template = "tianfu/accounts/console/people.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        grants = RoleGrant.objects.active().select_related("region").order_by("role")
        factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
        people = super().get_queryset(request).annotate(with_factor=Exists(factors))
        return people.prefetch_related(Prefetch("role_grants", grants, to_attr="held_grants"))

    @admin.display(description="姓名", ordering="name")
    def name_or_email(self, person: User) -> str:
        return str(person)

    @admin.display(description="岗位")
    def held_roles(self, person: User) -> str:
        """Each role once, with its places; many places are counted."""
        places: dict[str, list[str]] = {}
        for grant in person.held_grants:  # type: ignore[attr-defined]
            places.setdefault(grant.get_role_display(), []).append(grant.place)
        return "；".join(f"{role}（{_where(names)}）" for role, names in places.items()) or "—"

    @admin.display(description="两步验证", boolean=True)
    def second_factor(self, person: User) -> bool:
        return person.with_factor  # type: ignore[attr-defined]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        may_manage = request.user.has_perm("accounts.manage_officers")
        self.require(request, "view_user")
        about = {"list": "people"}
        personal_viewed.send(sender=User, request=request, subject=None, fields=("email", "name"), about=about)
        return super().changelist_view(request, {**(extra_context or {}), "title": "人员", "may_manage": may_manage})

    def get_urls(self) -> list[URLPattern]:
        acts: dict[str, Callable[..., HttpResponse]] = {
            "create/": self.create,
            "<int:pk>/grant/": self.grant,
            "<int:pk>/grants/<int:grant_pk>/end/": self.end,
            "<int:pk>/disable/": self.disable,
            "<int:pk>/enable/": self.enable,
            "<int:pk>/invite/": require_POST(self.invite),
        }
        return [
            path(route, self.admin_site.admin_view(view), name=f"accounts_user_{route.rstrip('/').split('/')[-1]}")
            for route, view in acts.items()
        ] + super().get_urls()

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self.require(request, "view_user")
        person = get_object_or_404(self.get_queryset(request), pk=parameters.key(object_id))
        personal_viewed.send(sender=User, request=request, subject=person, fields=("email", "name", "phone"))
        grants = person.role_grants.select_related("region", "granted_by", "confirmed_by", "ended_by").order_by(
            "-granted_at", "-pk"
        )
        return self.page(
            request,
            "tianfu/accounts/console/person.html",
            title=str(person),
            person=person,
            grants=grants,
            proposals=GrantProposal.objects.standing().filter(user=person).select_related("region", "proposed_by"),
            memberships=person.memberships.select_related("organisation"),
            may_manage=request.user.has_perm("accounts.manage_officers"),
            oneself=person.pk == request.user.pk,
            reset=FactorReset.objects.standing().filter(user=person).select_related("proposed_by").first(),
        )

    def create(self, request: HttpRequest) -> HttpResponse:
        self.require(request, "manage_officers")
        form = CreateOfficerForm(request.POST or None, actor=request.user)

        def act() -> User:
            data = form.cleaned_data
            return propose_officer(
                email=data["email"],
                name=data["name"],
                role=Role(data["role"]),
                region=data["region"],
                programme=data["programme"],
                actor=request.user,
                reason=data["reason"],
                identity=form.identity,
            ).user

        lead = "建立账号，提出授予第一个角色。另一位系统管理员复核同意后，对方收到邮件，用其中的链接设置密码。"
        return self._act(request, form, act, None, title="新建人员", lead=lead, button="建立并提请复核", done=_PROPOSED)

    def grant(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.require(request, "manage_officers")
        person = get_object_or_404(User, pk=pk)
        form = GrantForm(request.POST or None, actor=request.user)

        def act() -> GrantProposal:
            data = form.cleaned_data
            return propose_grant(
                person,
                Role(data["role"]),
                region=data["region"],
                programme=data["programme"],
                actor=request.user,
                reason=data["reason"],
                identity=form.identity,
            )

        lead = "由您提出，另一位系统管理员复核同意后授予。对方会收到消息，生效以前不能办理。"
        words = {"title": f"为{person}授予角色", "lead": lead, "button": "提请复核"}
        return self._act(request, form, act, person, done=_PROPOSED, **words)

    def end(self, request: HttpRequest, pk: int, grant_pk: int) -> HttpResponse:
        self.require(request, "manage_officers")
        grant = get_object_or_404(RoleGrant.objects.select_related("user", "region"), pk=grant_pk, user=pk)
        form = ReasonForm(request.POST or None, actor=request.user)
        return self._act(
            request,
            form,
            lambda: ends.end_role(
                grant, actor=request.user, reason=form.cleaned_data["reason"], identity=form.identity
            ),
            grant.user,
            title=f"终止角色：{grant.get_role_display()}（{grant.place}）",
            lead=f"{grant.user}的下一次操作即失去这个角色。记录保留，不能恢复；需要时可重新授予。",
            button="终止角色",
            danger=True,
        )

    def disable(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.require(request, "manage_officers")
        person = get_object_or_404(User, pk=pk)
        form = ReasonForm(request.POST or None, actor=request.user)
        return self._act(
            request,
            form,
            lambda: ends.disable(
                person, actor=request.user, reason=form.cleaned_data["reason"], identity=form.identity
            ),
            person,
            title=f"停用账号：{person}",
            lead="所有设备立即退出登录，不能再登录。角色和成员记录保留，恢复账号后继续有效。",
            button="停用账号",
            danger=True,
        )

    def enable(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.require(request, "manage_officers")
        person = get_object_or_404(User, pk=pk)
        form = ReasonForm(request.POST or None, actor=request.user)
        return self._act(
            request,
            form,
            lambda: ends.enable(person, actor=request.user, reason=form.cleaned_data["reason"], identity=form.identity),
            person,
            title=f"恢复账号：{person}",
            lead="恢复登录，保留的角色和成员身份继续有效。",
            button="恢复账号",
        )

    def invite(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.require(request, "manage_officers")
        person = get_object_or_404(User, pk=pk, is_active=True)
        if not person.is_staff:
            messages.error(request, "角色还没有授予，复核同意后会自动发送邀请。")
        elif person.last_login is None:
            invitations.send_invitation(person, actor=request.user)
            messages.success(request, f"邀请邮件已重新发送到 {person.email}。")
        else:
            messages.error(request, "对方已经登录过，不需要邀请；忘记密码时请自行重设。")
        return redirect("admin:accounts_user_change", person.pk)

    def _act(
        self,
        request: HttpRequest,
        form: ConfirmedForm,
        act: Callable[[], object],
        person: User | None,
        done: str = "已办理。",
        **words: Any,
    ) -> HttpResponse:
        """Shows the form; a sound post acts once and leads to the person's page; a refusal stands at its field."""
        if request.method == "POST" and form.is_valid():
            try:
                made = act()
            except ValidationError as error:
                form.add_problem(error)
            else:
                messages.success(request, done)
                return redirect("admin:accounts_user_change", person.pk if person else made.pk)
        back = reverse("admin:accounts_user_changelist")
        cancel = reverse("admin:accounts_user_change", args=[person.pk]) if person else back
        status = 422 if form.errors else 200
        return self.page(request, FORM, form=form, back=back, back_label="人员", cancel=cancel, status=status, **words)
