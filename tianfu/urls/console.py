"""Our own pages of the console, before the admin site's lists."""

from django.urls import include, path

from tianfu.grants import console as grants
from tianfu.site.pages import home

app_name = "console"
urlpatterns = [
    path("", home.home, name="home"),
    path("alerts/", home.alerts, name="alerts"),
    path("second/", home.second, name="second"),
    path("grants/<int:pk>/", grants.proposal, name="grant"),
    path("grants/<int:pk>/close/", grants.close, name="grant_close"),
    path("", include("supervision.console_urls")),
    path("", include("certification.urls.console")),
    path("", include("applications.urls.console")),
]
