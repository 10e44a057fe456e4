"""A page of the console that shows rows and never writes them."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from tianfu.text.admin_search import SoundLookups


class RecordAdmin(SoundLookups, admin.ModelAdmin):
    """Read-only for everybody who may view; acts are pages of their own that call one function of the subject."""

    actions: Any = None
    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def require(self, request: HttpRequest, permission: str = "") -> None:
        """403 unless the person may view, or holds `permission` of this app: the admin site checks only "is staff"."""
        named = f"{self.opts.app_label}.{permission}"
        if not (request.user.has_perm(named) if permission else self.has_view_permission(request)):
            raise PermissionDenied

    def page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        """A work page of the console."""
        status = context.pop("status", 200)
        return TemplateResponse(request, template, self.admin_site.each_context(request) | context, status=status)
