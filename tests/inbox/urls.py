"""The platform's addresses with the inbox where the portal mounts it, and a portal home for the menus."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from tianfu.accounts.access import SIGNED_IN, requires
from tianfu.inbox import urls_portal
from tianfu.urls import handler400, handler403, handler404, handler500
from tianfu.urls import urlpatterns as platform

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@requires(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("home")


_portal = ([path("", home, name="home"), path("inbox/", include(urls_portal))], "portal")
urlpatterns = [path("portal/", include(_portal)), *platform]
