from django.urls import path

from supervision.lists.public import views

urlpatterns = [
    path("blacklist/", views.blacklist, name="blacklist"),
    path("blacklist.csv", views.blacklist_csv, name="blacklist_csv"),
    path("blacklist.json", views.blacklist_json, name="blacklist_json"),
    path("blacklist/feed/", views.BlacklistFeed(), name="blacklist_feed"),
]
