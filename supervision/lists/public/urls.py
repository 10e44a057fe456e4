from django.urls import path

from supervision.lists.public import enterprise, views
from supervision.lists.public.data import BLACKLIST

urlpatterns = [
    path("blacklist/", views.blacklist, name="blacklist"),
    path("supervision/", enterprise.enterprise, name="supervision_search"),
    *BLACKLIST.urls(),
]
