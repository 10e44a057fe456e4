"""The buttons of the demo banner."""

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tianfu.accounts.access.rules import routine
from tianfu.accounts.console.record_admin import RecordAdmin
from tianfu.text import moments, parameters
from tianfu.workflow.demo import clock
from tianfu.workflow.models import ClockOffset


@admin.register(ClockOffset)
class ClockAdmin(RecordAdmin):
    """No page of its own: one POST, for any member of staff, under DEMO only."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: ClockOffset | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        move = self.admin_site.admin_view(require_POST(self.move_view))
        return [path("move/", move, name="workflow_clock_move"), *super().get_urls()]

    @routine
    def move_view(self, request: HttpRequest) -> HttpResponse:
        """`by` is a step such as `+8d`; `next` the page to go back to."""
        if not settings.DEMO:
            raise Http404
        try:
            now = clock.move(clock.step(parameters.word(request.POST, "by")), request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"演示时间已拨到 {moments.full_moment(now)}。")
        target = parameters.token(request.POST, "next")
        if not target.startswith("/") or not url_has_allowed_host_and_scheme(
            target, {request.get_host()}, require_https=request.is_secure()
        ):
            target = reverse("admin:index")
        return redirect(target)
