"""Our own pages of the console, before the admin site's lists."""

from django.urls import include, path

app_name = "console"
urlpatterns = [
    path("", include("certification.console.urls")),
    path("", include("applications.console.urls")),
]
