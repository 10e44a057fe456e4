from django.urls import path

from certification.authorizations import portal as authorizations_portal
from certification.authorizations.suspensions import portal as suspensions
from certification.authorizations.suspensions.replacements import portal as replacements
from certification.authorizations.suspensions.restorations import portal as restorations
from certification.bodies import portal as bodies
from certification.certificates.portal import body, certificates, confirmations
from certification.changes.cancellations import portal as cancellations
from certification.changes.renewals import portal as renewals
from certification.changes.requests import portal as changes
from certification.changes.successions import portal as successions
from certification.duties.incidents import portal as incidents
from certification.duties.reports import portal as reports
from certification.duties.usages import portal as usages
from certification.issuing.cards import portal as cards
from certification.issuing.guide import portal as guide
from certification.register.embed import portal as embed

urlpatterns = [
    path("authorizations/", authorizations_portal.authorizations, name="authorizations"),
    path("authorizations/<int:pk>/", authorizations_portal.authorization, name="authorization"),
    path("authorizations/<int:pk>/files/<uuid:file>/", authorizations_portal.download, name="authorization_file"),
    path("authorizations/<int:pk>/ready/", authorizations_portal.ready, name="authorization_ready"),
    path("authorizations/<int:pk>/suspend/", suspensions.suspension_request, name="suspension_request"),
    path("authorizations/<int:pk>/renew/", renewals.renewal, name="renewal"),
    path("authorizations/<int:pk>/reports/", reports.reports, name="annual_reports"),
    path("authorizations/<int:pk>/reports/<int:year>/", reports.report, name="annual_report"),
    path("authorizations/<int:pk>/reports/<int:year>/sign/", reports.sign, name="annual_report_sign"),
    path(
        "authorizations/<int:pk>/reports/<int:year>/files/<int:file>/remove/",
        reports.remove_file,
        name="annual_report_file_remove",
    ),
    path("authorizations/<int:pk>/incidents/", incidents.incident_new, name="incident_new"),
    path("incidents/<int:pk>/", incidents.incident, name="incident"),
    path("suspensions/<int:pk>/answer/", restorations.restoration_new, name="restoration_new"),
    path("restorations/<int:pk>/", restorations.restoration, name="restoration"),
    path("replacements/<int:pk>/", replacements.replacement, name="replacement"),
    path("authorizations/<int:pk>/usages/", usages.usages, name="usages"),
    path("authorizations/<int:pk>/usages/new/", usages.usage_new, name="usage_new"),
    path("authorizations/<int:pk>/mark/", guide.mark_guide, name="mark_guide"),
    path("authorizations/<int:pk>/mark/<uuid:file>/", guide.mark_preview, name="mark_preview"),
    path("authorizations/<int:pk>/card/", cards.authorization_card, name="authorization_card"),
    path("authorizations/<int:pk>/embed/", embed.authorization_embed, name="authorization_embed"),
    path("usages/<int:pk>/", usages.usage, name="usage"),
    path("usages/<int:pk>/again/", usages.usage_again, name="usage_again"),
    path("authorizations/<int:pk>/changes/", changes.change_kinds, name="change_kinds"),
    path("authorizations/<int:pk>/changes/<slug:kind>/", changes.change_new, name="change_new"),
    path("authorizations/<int:pk>/cancel/", cancellations.cancellation_new, name="cancellation_new"),
    path("cancellations/<int:pk>/", cancellations.cancellation, name="cancellation"),
    path("authorizations/<int:pk>/succession/", successions.succession_new, name="succession_new"),
    path("successions/<int:pk>/", successions.succession, name="succession"),
    path("change-requests/<int:pk>/", changes.change, name="change_request"),
    path("change-requests/<int:pk>/again/", changes.change_again, name="change_again"),
    path("body/", body.home, name="body_home"),
    path("body/history/", body.history, name="body_history"),
    path("body/choose/", bodies.choose, name="body_choose"),
    path("certificates/", certificates.certificates, name="certificates"),
    path("certificates/new/", certificates.certificate_new, name="certificate_new"),
    path("certificates/<int:pk>/", certificates.certificate, name="certificate"),
    path("certificates/<int:pk>/end/<slug:act>/", certificates.end, name="certificate_end"),
    path("certificates/<int:pk>/ends/<int:item>/", certificates.end_proposal, name="certificate_end_proposal"),
    path("confirmations/", confirmations.confirmations, name="confirmations"),
    path("confirmations/<int:pk>/", confirmations.confirmation, name="confirmation"),
]
