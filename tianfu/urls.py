from django.contrib import admin
from django.urls import include, path

from tianfu import health

urlpatterns = [
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("account/", include("allauth.urls")),
    path("console/", admin.site.urls),
]
