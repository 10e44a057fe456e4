from django.urls import path

from certification.authorizations import portal as restorations
from certification.portal import authorizations, bodies

urlpatterns = [
    path("authorizations/", authorizations.authorizations, name="authorizations"),
    path("authorizations/<int:pk>/", authorizations.authorization, name="authorization"),
    path("authorizations/<int:pk>/files/<uuid:file>/", authorizations.download, name="authorization_file"),
    path("authorizations/<int:pk>/ready/", authorizations.ready, name="authorization_ready"),
    path("suspensions/<int:pk>/answer/", restorations.restoration_new, name="restoration_new"),
    path("restorations/<int:pk>/", restorations.restoration, name="restoration"),
    path("certificates/", bodies.certificates, name="certificates"),
    path("certificates/new/", bodies.certificate_new, name="certificate_new"),
    path("certificates/<int:pk>/", bodies.certificate, name="certificate"),
    path("confirmations/", bodies.confirmations, name="confirmations"),
    path("confirmations/<int:pk>/", bodies.confirmation, name="confirmation"),
]
