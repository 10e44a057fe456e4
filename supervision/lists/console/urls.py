from django.urls import path

from supervision.lists.console import blacklist, entry, lead_checks, lead_requests, leads

urlpatterns = [
    path("blacklist/", blacklist.blacklist, name="blacklist"),
    path("blacklist/new/", entry.blacklist_new, name="blacklist_new"),
    path("blacklist/<int:pk>/", blacklist.blacklist_entry, name="blacklist_entry"),
    path("blacklist/<int:pk>/remove/", entry.blacklist_remove, name="blacklist_remove"),
    path("blacklist/<int:pk>/proposals/<int:item>/", entry.blacklist_decide, name="blacklist_decide"),
    path("leads/", leads.leads, name="leads"),
    path("leads/new/", leads.lead_new, name="lead_new"),
    path("leads/<int:pk>/", leads.lead, name="lead"),
    path("leads/<int:pk>/photos/", leads.lead_photo, name="lead_photo"),
    path("leads/<int:pk>/decide/", leads.lead_decide, name="lead_decide"),
    path("leads/<int:pk>/check/", lead_checks.lead_check, name="lead_check"),
    path("leads/<int:pk>/proposals/<int:item>/", lead_checks.lead_check_decide, name="lead_check_decide"),
    path("lead-requests/", lead_requests.lead_requests, name="lead_requests"),
    path("lead-requests/<int:pk>/", lead_requests.lead_request, name="lead_request"),
    path("lead-requests/<int:pk>/none/", lead_requests.lead_sanction_none, name="lead_sanction_none"),
    path("lead-requests/<int:pk>/<slug:act>/", lead_requests.lead_sanction, name="lead_sanction"),
]
