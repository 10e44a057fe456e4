"""The portal: one namespace over the pages of three floors."""

from django.urls import include, path

app_name = "portal"
urlpatterns = [
    path("inbox/", include("tianfu.inbox.reader.urls")),
    path("", include("supervision.lists.portal")),
    path("", include("certification.urls.portal")),
    path("", include("applications.urls.portal")),
    path("", include("supervision.inspections.inspected.portal")),
    path("", include("supervision.inspections.samples.portal")),
]
