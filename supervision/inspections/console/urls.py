"""Addresses of checks under /console/."""

from django.urls import path

from supervision.inspections.console import acts, consequences, evidence, field, inspected_side, rechecks, tasks

urlpatterns = [
    path("inspections/", tasks.inspections, name="inspections"),
    path("inspections/<int:pk>/", tasks.inspection, name="inspection"),
    path("inspections/<int:pk>/record/", field.inspection_record, name="inspection_record"),
    path("inspections/<int:pk>/record/save/", field.inspection_autosave, name="inspection_autosave"),
    path("inspections/<int:pk>/signature/", evidence.inspection_signature, name="inspection_signature"),
    path("inspections/<int:pk>/photos/", evidence.inspection_photos, name="inspection_photos"),
    path("inspections/<int:pk>/findings/", evidence.inspection_findings, name="inspection_findings"),
    path("inspections/<int:pk>/findings/<int:item>/drop/", evidence.finding_drop, name="inspection_finding_drop"),
    path("inspections/<int:pk>/photos/<int:item>/drop/", evidence.photo_drop, name="inspection_photo_drop"),
    path("inspections/<int:pk>/file/", acts.inspection_file, name="inspection_file"),
    path("inspections/<int:pk>/assent/", evidence.inspection_assent, name="inspection_assent"),
    path("inspections/<int:pk>/recheck/", rechecks.inspection_recheck, name="inspection_recheck"),
    path("inspections/<int:pk>/rechecks/<int:item>/", rechecks.recheck_sign, name="inspection_recheck_sign"),
    path(
        "inspections/<int:pk>/rechecks/<int:item>/signature/",
        inspected_side.recheck_inspected,
        name="inspection_recheck_inspected",
    ),
    path("inspections/<int:pk>/conclude/", acts.inspection_conclude, name="inspection_conclude"),
    path("inspections/<int:pk>/review/", acts.inspection_review, name="inspection_review"),
    path("inspections/<int:pk>/objections/<int:item>/", acts.objection_decide, name="inspection_objection"),
    path("inspections/<int:pk>/publish/", acts.inspection_publish, name="inspection_publish"),
    path("inspections/<int:pk>/close/", acts.inspection_close, name="inspection_close"),
    path("inspections/<int:pk>/reinspect/", rechecks.inspection_reinspect, name="inspection_reinspect"),
    path("inspections/<int:pk>/reports/<int:item>/", consequences.report_answer, name="inspection_report"),
    path("inspections/<int:pk>/correct/", consequences.correction_new, name="inspection_correct"),
    path("inspections/<int:pk>/corrections/<int:item>/", consequences.correction_decide, name="inspection_correction"),
    path("inspections/<int:pk>/sanction/none/", consequences.sanction_none, name="inspection_sanction_none"),
    path("inspections/<int:pk>/sanction/<slug:act>/", consequences.sanction, name="inspection_sanction"),
]
