from django.urls import path

from certification.authorizations import console as restorations
from certification.console import authorizations, bodies, replacements

urlpatterns = [
    path("authorizations/", authorizations.authorizations, name="authorizations"),
    path("authorizations/<int:pk>/", authorizations.authorization, name="authorization"),
    path("authorizations/<int:pk>/propose/<slug:act>/", authorizations.propose_act, name="propose"),
    path("authorizations/<int:pk>/proposals/<int:item>/", authorizations.proposal, name="proposal"),
    path("restorations/", restorations.restorations, name="restorations"),
    path("restorations/<int:pk>/", restorations.restoration, name="restoration"),
    path("bodies/", bodies.bodies, name="bodies"),
    path("bodies/new/", bodies.body_new, name="body_new"),
    path("bodies/<int:pk>/", bodies.body, name="body"),
    path("bodies/<int:pk>/begin/", bodies.term_begin, name="term_begin"),
    path("bodies/<int:pk>/terms/<int:item>/end/", bodies.term_end, name="term_end"),
    path("replacements/", replacements.replacements, name="replacements"),
    path("replacements/<int:pk>/", replacements.replacement, name="replacement"),
]
