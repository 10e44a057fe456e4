"""The outbox in the console: what was mailed, what waits, what failed."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST, require_safe

from tianfu.accounts.access.rules import routine
from tianfu.accounts.console.record_admin import RecordAdmin
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.inbox.catalogue import CATALOGUE, render
from tianfu.inbox.models import PROGRESS, OutgoingMail, Progress
from tianfu.ledger.audit.records import record
from tianfu.ledger.audit.trace import viewed
from tianfu.text import parameters
from tianfu.text.admin_search import KeySearch
from tianfu.workflow import jobs

ACCOUNT_LABEL = "账号（注册、密码、邮箱）"


class KindFilter(admin.SimpleListFilter):
    """Mails of the account pages apart from those of the catalogue."""

    title = "类型"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("account", ACCOUNT_LABEL), ("message", "消息提醒")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[OutgoingMail]) -> QuerySet[OutgoingMail]:
        if self.value() == "account":
            return queryset.filter(key="account")
        return queryset.exclude(key="account") if self.value() == "message" else queryset


class ProgressFilter(admin.SimpleListFilter):
    """How far a mail has come: its own state and its job's."""

    title = "状态"
    parameter_name = "progress"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return list(Progress.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[OutgoingMail]) -> QuerySet[OutgoingMail]:
        chosen = self.value()
        return queryset.filter(PROGRESS[chosen]) if chosen in PROGRESS else queryset


@admin.register(OutgoingMail)
class OutboxAdmin(KeySearch, RecordAdmin):
    """Read and retry; nothing is written, changed or deleted here."""

    list_display = ("created_at", "to", "subject", "kind", "how_far")
    list_display_links = ("subject",)
    list_filter = (ProgressFilter, KindFilter, "created_at")
    search_fields = ("to", "subject", "about")
    search_help_text = "按收件人、主题或事项查找"
    actions = ("retry_chosen",)
    change_list_template = "tianfu/inbox/console/outbox_list.html"

    def _may(self, request: HttpRequest) -> bool:
        """The administrator alone: it holds everybody's addresses and letters, as the privacy notice says."""
        return isinstance(request.user, User) and Role.SYSTEM_ADMIN in request.user.roles

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._may(request)

    def has_view_permission(self, request: HttpRequest, obj: OutgoingMail | None = None) -> bool:
        return self._may(request)

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return self._may(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutgoingMail]:
        return super().get_queryset(request).select_related("job").defer("body_text", "body_html")

    def get_urls(self) -> list[URLPattern]:
        retry = self.admin_site.admin_view(require_POST(self.retry_view))
        catalogue = self.admin_site.admin_view(require_safe(self.catalogue_view))
        return [
            path("<int:pk>/retry/", retry, name="inbox_outgoingmail_retry"),
            path("catalogue/", catalogue, name="inbox_catalogue"),
            *super().get_urls(),
        ]

    @admin.display(description="类型", ordering="key")
    def kind(self, mail: OutgoingMail) -> str:
        kind = CATALOGUE.get(mail.key)
        return kind.label if kind else ACCOUNT_LABEL

    @admin.display(description="状态", ordering="state")
    def how_far(self, mail: OutgoingMail) -> str:
        label = mail.progress.label
        return f"{label}（{mail.last_error}）" if mail.last_error else label

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        if self._may(request):
            viewed(request, None, "to", "subject")
        context = {"title": "发件箱", "subtitle": "", "no_server": not settings.SMTP_URL, "demo": settings.DEMO}
        return super().changelist_view(request, context | (extra_context or {}))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        """One mail. Outside the demo, opening a person's mail is recorded, and one-time links stay hidden."""
        self.require(request)
        mail = get_object_or_404(OutgoingMail.objects.select_related("job"), pk=parameters.key(object_id))
        hidden = mail.secret and not settings.DEMO
        if not settings.DEMO and not hidden:
            record("outgoingmail.read", actor=request.user, subject=mail)
        context = self.admin_site.each_context(request) | {
            "title": mail.subject,
            "mail": mail,
            "kind": self.kind(mail),
            "hidden": hidden,
            "can_retry": mail.progress == Progress.PARKED,
        }
        return TemplateResponse(request, "tianfu/inbox/console/outbox_mail.html", context)

    @routine
    def retry_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.require(request)
        mail = get_object_or_404(OutgoingMail.objects.select_related("job"), pk=pk)
        if _retry(mail, request.user):
            messages.success(request, "已重新排队，稍后自动发送。")
        else:
            messages.warning(request, "这封邮件现在不是“已停止重试”，无需重试。")
        return redirect("admin:inbox_outgoingmail_change", pk)

    def catalogue_view(self, request: HttpRequest) -> HttpResponse:
        """Every message of the system with example values: what people are told, and whether by mail too."""
        self.require(request)
        rows = [{"kind": kind, "text": render(kind.key, kind.sample)} for kind in CATALOGUE.values()]
        context = self.admin_site.each_context(request) | {"title": "消息目录", "rows": rows}
        return TemplateResponse(request, "tianfu/inbox/console/outbox_catalogue.html", context)

    @admin.action(description="重试所选的邮件", permissions=["retry"])
    def retry_chosen(self, request: HttpRequest, queryset: QuerySet[OutgoingMail]) -> None:
        done = sum(_retry(mail, request.user) for mail in queryset)
        left = queryset.count() - done
        messages.success(request, f"{done} 封已重新排队，稍后自动发送。")
        if left:
            messages.warning(request, f"{left} 封不是“已停止重试”，没有改动。")


def _retry(mail: OutgoingMail, actor: Any) -> bool:
    """Its job again from the first attempt; False when it is not parked (any more)."""
    if mail.job is None:
        return False
    try:
        jobs.retry(mail.job, actor)
    except ValidationError:
        return False
    return True
