from django.urls import path

from supervision.draws.console import chance, corrections, drafts, plans, teams

urlpatterns = [
    path("draws/", plans.draws, name="draws"),
    path("draws/new/", plans.draw_new, name="draw_new"),
    path("draws/<int:pk>/", plans.draw, name="draw"),
    path("draws/<int:pk>/plan/", drafts.draw_plan, name="draw_plan"),
    path("draws/<int:pk>/preview/", drafts.draw_preview, name="draw_preview"),
    path("draws/<int:pk>/commit/", drafts.draw_commit, name="draw_commit"),
    path("draws/<int:pk>/drop/", plans.draw_drop, name="draw_drop"),
    path("draws/<int:pk>/progress/", plans.draw_progress, name="draw_progress"),
    path("draws/<int:pk>/values/", chance.draw_values, name="draw_values"),
    path("draws/<int:pk>/correction/", corrections.draw_correction, name="draw_correction"),
    path(
        "draws/<int:pk>/corrections/<int:item>/", corrections.draw_correction_proposal, name="draw_correction_proposal"
    ),
    path("draws/<int:pk>/meeting/", chance.draw_meeting, name="draw_meeting"),
    path("draws/<int:pk>/secret/", chance.draw_secret, name="draw_secret"),
    path("draws/<int:pk>/reveal/", chance.draw_reveal, name="draw_reveal"),
    path("draws/<int:pk>/void/", chance.draw_void, name="draw_void"),
    path("draws/<int:pk>/void/<int:item>/", chance.draw_void_proposal, name="draw_void_proposal"),
    path("draws/<int:pk>/members/<int:member>/replace/", teams.draw_replace, name="draw_replace"),
    path("draws/<int:pk>/deviations/<int:item>/", teams.draw_deviation, name="draw_deviation"),
]
