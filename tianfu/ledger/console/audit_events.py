"""The auditor's screens: who did what, when and why, and whether the trail is whole."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse

from tianfu.accounts.console.record_admin import RecordAdmin
from tianfu.accounts.roles import Role
from tianfu.ledger import moment
from tianfu.ledger.audit.action_words import words_for
from tianfu.ledger.audit.verification import seal_problem
from tianfu.ledger.console.audit_search import HELP, ByFilter, CappedPaginator, find
from tianfu.ledger.models import AuditEvent, AuditSeal
from tianfu.ledger.protection import missing_protection
from tianfu.text import moments, parameters

SEALS_SHOWN = 50


@admin.register(AuditEvent)
class AuditEventAdmin(RecordAdmin):
    """Read-only for everybody; the database refuses changes as well."""

    list_display = ("when", "who", "held", "deed", "subject", "reason_line")
    list_display_links = ("when",)
    list_filter = (ByFilter, "at")
    list_select_related = ("actor",)
    show_facets = admin.ShowFacets.NEVER
    paginator = CappedPaginator
    # Any name switches the search box on; `find` does the search.
    search_fields = ("subject_id",)
    search_help_text = HELP
    ordering = ("-id",)
    change_list_template = "tianfu/ledger/console/audit_list.html"

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.verification_view)
        return [path("verification/", page, name="ledger_auditevent_verification"), *super().get_urls()]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[AuditEvent], search_term: str
    ) -> tuple[QuerySet[AuditEvent], bool]:
        return find(queryset, search_term), False

    @admin.display(description="时间")
    def when(self, event: AuditEvent) -> str:
        # Two events of one minute must not look simultaneous.
        return moments.numeric_second(event.at)

    @admin.display(description="角色")
    def held(self, event: AuditEvent) -> str:
        return role_words(event)

    @admin.display(description="动作")
    def deed(self, event: AuditEvent) -> str:
        return words_for(event.action)

    @admin.display(description="操作人")
    def who(self, event: AuditEvent) -> str:
        return str(event.actor) if event.actor_id else "系统"

    @admin.display(description="对象")
    def subject(self, event: AuditEvent) -> str:
        return subject_words(event)

    @admin.display(description="理由")
    def reason_line(self, event: AuditEvent) -> str:
        return event.reason if len(event.reason) <= 40 else event.reason[:39] + "…"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = {"title": "审计台账", "subtitle": "", "broken": missing_protection()}
        return super().changelist_view(request, context | (extra_context or {}))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One event with the seal that covers it; `?verify=1` checks both again."""
        self.require(request)
        events = AuditEvent.objects.select_related("actor")
        event = get_object_or_404(events, pk=parameters.key(object_id))
        seal = AuditSeal.objects.filter(first_id__lte=event.pk, last_id__gte=event.pk).first()
        checked = parameters.on(request.GET, "verify")
        context = self.admin_site.each_context(request) | {
            "title": f"审计事件 {event.pk}",
            "event": event,
            "who": self.who(event),
            "held": role_words(event),
            "deed": words_for(event.action),
            "subject": subject_words(event),
            "subject_url": _subject_url(event),
            "same_subject": f"{event.subject_type}:{event.subject_id}" if event.subject_id else "",
            "entries": sorted(event.data.items()),
            "seal": seal,
            "checked": checked,
            "problem": _problem(event, seal) if checked else "",
        }
        return TemplateResponse(request, "tianfu/ledger/console/audit_event.html", context)

    def verification_view(self, request: HttpRequest) -> HttpResponse:
        """State of the seals; `?seal=n` recomputes one of them and says what it found."""
        self.require(request)
        seals = list(AuditSeal.objects.all()[:SEALS_SHOWN])
        newest = seals[0] if seals else None
        waiting = AuditEvent.objects.filter(pk__gt=newest.last_id if newest else 0)
        oldest = waiting.order_by("pk").first()
        context = self.admin_site.each_context(request) | {
            "title": "台账核验",
            "seals": seals,
            "newest": newest,
            "waiting": waiting.count(),
            "late": oldest is not None and (moment.now() - oldest.at).total_seconds() > 600,
            "broken": missing_protection(),
        }
        return TemplateResponse(request, "tianfu/ledger/console/audit_verification.html", context | _checked(request))


def role_words(event: AuditEvent) -> str:
    """The roles held then, by their present names; a role that no longer exists by its old one."""
    names = dict(Role.choices)
    return "、".join(str(names.get(role, role)) for role in event.role.split(",") if role)


def subject_words(event: AuditEvent) -> str:
    """ "申报 12"; the technical name for a model that no longer exists."""
    if not event.subject_type:
        return ""
    try:
        name = str(apps.get_model(event.subject_type)._meta.verbose_name)
    except LookupError:
        name = event.subject_type
    return f"{name} {event.subject_id}"


def _subject_url(event: AuditEvent) -> str:
    try:
        return reverse(f"admin:{event.subject_type.replace('.', '_')}_change", args=[event.subject_id])
    except NoReverseMatch:
        return ""


def _problem(event: AuditEvent, seal: AuditSeal | None) -> str:
    if event.computed_digest() != event.digest:
        return "本事件的内容与登记时的摘要不一致，记录被改动。"
    return seal_problem(seal) if seal else ""


def _checked(request: HttpRequest) -> dict[str, Any]:
    number = parameters.whole(request.GET, "seal")
    seal = AuditSeal.objects.filter(n=number).first() if number is not None else None
    return {"checked": seal, "problem": seal_problem(seal) if seal else ""}
