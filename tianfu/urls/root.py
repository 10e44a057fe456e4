from allauth.account.views import signup
from django.contrib import admin
from django.db import transaction
from django.urls import include, path

from tianfu.accounts.sign_in import session_time
from tianfu.site.pages import components, health, home, open_data, privacy, site_files, site_map

urlpatterns = [
    path("", include("certification.register.public.urls")),
    path("", include("applications.urls.public")),
    path("", include("applications.guide.urls")),
    path("", include("supervision.draws.public.urls")),
    path("", include("supervision.inspections.public.urls")),
    path("", include("supervision.lists.public.urls")),
    path("data/", open_data.open_data, name="open_data"),
    path("robots.txt", site_files.robots, name="robots"),
    path(".well-known/security.txt", site_files.security, name="security_txt"),
    path("sitemap.xml", site_map.index, name="sitemap"),
    path("sitemap-<slug:kind>-<int:number>.xml", site_map.part, name="sitemap_part"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("health/background", health.background, name="health_background"),
    path("account/done/", home.after_sign_in, name="after_sign_in"),
    path("account/alive/", session_time.alive, name="session_alive"),
    # Before the library's own: all of it or nothing, so that no account is left without the mail that confirms it.
    path("account/signup/", transaction.atomic(signup), name="account_signup"),
    path("account/", include("tianfu.accounts.factors.urls")),
    path("account/", include("allauth.urls")),
    path("privacy/", privacy.privacy, name="privacy"),
    path("files/", include("tianfu.files.urls")),
    path("log/", include("tianfu.ledger.log.urls")),
    path("api/v1/", include("tianfu.api.schema")),
    path("portal/", include("tianfu.urls.portal")),
    path("console/components/", components.components, name="components"),
    path("console/", include("tianfu.urls.console")),
    path("console/", admin.site.urls),
    path("demo/outbox/", include("tianfu.inbox.mail.urls")),
    path("demo/accounts/", include("tianfu.demo.urls")),
]

handler400 = "tianfu.site.answers.errors.bad_request"
handler403 = "tianfu.site.answers.errors.permission_denied"
handler404 = "tianfu.site.answers.errors.page_not_found"
handler429 = "tianfu.site.answers.errors.too_many"  # allauth asks for it
handler500 = "tianfu.site.answers.errors.server_error"
