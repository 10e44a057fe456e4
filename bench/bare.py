"""The yardstick: what `django-admin startproject` makes (its apps, middleware and context processors), for production
(DEBUG off, templates kept in memory, a kept connection, which it does not have by itself), and one page with one query
and a small template. Nothing of the platform runs here."""

import os

import dj_database_url
import django
from django.conf import settings

TEMPLATE = "<!doctype html><title>{{ row.name }}</title><h1>{{ row.name }}</h1><p>{{ row.code }}</p>"
settings.configure(
    SECRET_KEY="only-a-yardstick",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=3600)},
    INSTALLED_APPS=[
        "django.contrib.admin",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ],
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [("django.template.loaders.locmem.Loader", {"bare.html": TEMPLATE})],
                    )
                ],
            },
        }
    ],
    STATIC_URL="static/",
    USE_TZ=True,
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402 - after setup
from django.db import models  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402


class Region(models.Model):
    code = models.CharField(max_length=6, primary_key=True)
    name = models.CharField(max_length=60)

    class Meta:
        app_label, managed, db_table = "bare", False, "accounts_region"


def page(request: HttpRequest) -> HttpResponse:
    return render(request, "bare.html", {"row": Region.objects.get(pk="510100")})


urlpatterns = [path("", page)]
application = get_wsgi_application()
