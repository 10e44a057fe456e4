"""Mounted under /demo/accounts/."""

from django.urls import path

from tianfu.demo import switch

app_name = "demo_accounts"
urlpatterns = [
    path("", switch.choose, name="choose"),
    path("switch/", switch.switch, name="switch"),
]
