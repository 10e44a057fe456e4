"""Pages of supervision on the console: one line for each subject."""

from django.urls import include, path

urlpatterns = [
    path("", include("supervision.directories.console.urls")),
    path("", include("supervision.draws.console.urls")),
    path("", include("supervision.inspections.console.urls")),
    path("", include("supervision.inspections.samples.console.urls")),
    path("", include("supervision.lists.console.urls")),
]
