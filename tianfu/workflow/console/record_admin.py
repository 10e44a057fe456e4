"""An admin page over rows that the admin site itself never writes."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from tianfu.text.admin_search import SoundLookups


class RecordAdmin(SoundLookups, admin.ModelAdmin):
    """Read-only; acts are pages of their own that call one function of the subject."""

    actions = None
    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def require(self, request: HttpRequest, permission: str) -> None:
        """403 unless the person holds `permission` of this app."""
        if not request.user.has_perm(f"workflow.{permission}"):
            raise PermissionDenied

    def page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        """A work page of the console."""
        status = context.pop("status", 200)
        return TemplateResponse(request, template, self.admin_site.each_context(request) | context, status=status)
