from django.urls import path

from supervision.lists.console import blacklist, entry

urlpatterns = [
    path("blacklist/", blacklist.blacklist, name="blacklist"),
    path("blacklist/new/", entry.blacklist_new, name="blacklist_new"),
    path("blacklist/<int:pk>/", blacklist.blacklist_entry, name="blacklist_entry"),
    path("blacklist/<int:pk>/remove/", entry.blacklist_remove, name="blacklist_remove"),
    path("blacklist/<int:pk>/proposals/<int:item>/", entry.blacklist_decide, name="blacklist_decide"),
]
