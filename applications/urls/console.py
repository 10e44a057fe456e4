"""Under /console/, in the namespace "console" (tianfu/urls/console.py)."""

from django.urls import path

from applications.enterprises import console as enterprise_pages
from applications.enterprises.claims import console as claims_console
from applications.programmes import console as programmes_console
from applications.review.console import acts, assignment, corrections, export, handler, review, termination, work_list
from applications.urls.stages import addresses

urlpatterns = [
    path("work/", work_list.work_list, name="work_list"),
    path("work/export/", export.export, name="export"),
    path("applications/<int:pk>/", review.review, name="review"),
    path("applications/<int:pk>/take/", handler.take, name="take"),
    path("applications/<int:pk>/assign/", assignment.assignment, name="assign"),
    path("applications/<int:pk>/pass/", acts.pass_stage, name="pass"),
    path("applications/<int:pk>/correct/", corrections.correct, name="ask_correction"),
    path("applications/<int:pk>/decline/", acts.decline, name="decline"),
    path("applications/<int:pk>/reject/", acts.reject, name="reject"),
    path("applications/<int:pk>/send-back/", acts.send_back, name="send_back"),
    path("applications/<int:pk>/terminate/", termination.terminate, name="terminate"),
    *addresses("console"),
    path("claims/", claims_console.claims, name="claims"),
    path("claims/<int:pk>/", claims_console.claim, name="claim"),
    path("enterprise-changes/", enterprise_pages.changes, name="enterprise_changes"),
    path("enterprise-changes/<int:pk>/", enterprise_pages.change, name="enterprise_change"),
    path("batches/", programmes_console.batches, name="batches"),
    path("batches/new/", programmes_console.batch_new, name="batch_new"),
]
