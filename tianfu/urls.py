from django.contrib import admin
from django.urls import include, path

from tianfu import health, home

urlpatterns = [
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("account/done/", home.after_sign_in, name="after_sign_in"),
    path("account/", include("allauth.urls")),
    path("files/", include("tianfu.files.urls")),
    path("console/", admin.site.urls),
    path("demo/outbox/", include("tianfu.inbox.urls_demo")),
]
