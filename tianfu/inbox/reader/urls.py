"""Mounted under /portal/inbox/ in the namespace "portal"."""

from django.urls import path

from tianfu.inbox.reader import portal

urlpatterns = [
    path("", portal.inbox, name="inbox"),
    path("reminders/", portal.inbox_preferences, name="inbox_preferences"),
    path("<int:pk>/", portal.inbox_message, name="inbox_message"),
]
