from django.urls import path

from certification.authorizations import console as authorizations_console
from certification.authorizations.suspensions.replacements import console as replacements_console
from certification.authorizations.suspensions.restorations import console as restorations
from certification.authorizations.work.overview import console as overview
from certification.bodies import console as bodies_console
from certification.changes.cancellations import console as cancellations
from certification.changes.requests import console as changes
from certification.changes.successions import console as successions
from certification.duties.incidents import console as incidents
from certification.duties.reports import console as reports
from certification.duties.usages import console as usages

urlpatterns = [
    path("authorizations/", authorizations_console.authorizations, name="authorizations"),
    path("authorizations/overview/", overview.overview, name="overview"),
    path("authorizations/overview/remind/", overview.remind, name="overview_remind"),
    path("authorizations/overview/calendar/", overview.calendar, name="overview_calendar"),
    path("authorizations/<int:pk>/", authorizations_console.authorization, name="authorization"),
    path("authorizations/<int:pk>/propose/<slug:act>/", authorizations_console.propose_act, name="propose"),
    path("authorizations/<int:pk>/proposals/<int:item>/", authorizations_console.proposal, name="proposal"),
    path("restorations/", restorations.restorations, name="restorations"),
    path("restorations/<int:pk>/", restorations.restoration, name="restoration"),
    path("cancellations/", cancellations.cancellations, name="cancellations"),
    path("cancellations/<int:pk>/", cancellations.cancellation, name="cancellation"),
    path("successions/", successions.successions, name="successions"),
    path("successions/<int:pk>/", successions.succession, name="succession"),
    path("successions/<int:pk>/proposals/<int:item>/", successions.succession_proposal, name="succession_proposal"),
    path("change-requests/", changes.changes, name="change_requests"),
    path("change-requests/<int:pk>/", changes.change, name="change_request"),
    path("change-requests/<int:pk>/proposals/<int:item>/", changes.change_proposal, name="change_proposal"),
    path("change-requests/<int:pk>/site-check/", changes.change_site_check, name="change_site_check"),
    path("reports/", reports.reports, name="annual_reports"),
    path("reports/<int:pk>/", reports.report, name="annual_report"),
    path("reports/<int:pk>/suspend/", reports.suspend, name="annual_report_suspend"),
    path("incidents/", incidents.incidents, name="incidents"),
    path("incidents/<int:pk>/", incidents.incident, name="incident"),
    path("incidents/<int:pk>/suspend/", incidents.suspend, name="incident_suspend"),
    path("bodies/", bodies_console.bodies, name="bodies"),
    path("bodies/new/", bodies_console.body_new, name="body_new"),
    path("bodies/<int:pk>/", bodies_console.body, name="body"),
    path("bodies/<int:pk>/begin/", bodies_console.term_begin, name="term_begin"),
    path("bodies/<int:pk>/terms/<int:item>/end/", bodies_console.term_end, name="term_end"),
    path("replacements/", replacements_console.replacements, name="replacements"),
    path("usages/", usages.usages, name="usages"),
    path("usages/<int:pk>/", usages.usage, name="usage"),
    path("replacements/<int:pk>/", replacements_console.replacement, name="replacement"),
]
