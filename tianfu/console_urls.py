"""Our own pages of the console, before the admin site's lists."""

from django.urls import include, path

from tianfu import home

app_name = "console"
urlpatterns = [
    path("", home.home, name="home"),
    path("second/", home.second, name="second"),
    path("", include("supervision.console_urls")),
    path("", include("certification.console.urls")),
    path("", include("applications.console.urls")),
]
