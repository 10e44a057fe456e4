"""Mounted under /demo/outbox/."""

from django.urls import path

from tianfu.inbox.mail import demo

app_name = "demo_outbox"
urlpatterns = [
    path("", demo.outbox, name="list"),
    path("<int:pk>/", demo.outbox_mail, name="mail"),
]
