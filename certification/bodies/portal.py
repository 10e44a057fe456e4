"""The switch between the bodies that a person works for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from certification.bodies.choice import CHOSEN, bodies_of
from tianfu.accounts.access.rules import BODY_MEMBER, requires
from tianfu.text import parameters


@requires(BODY_MEMBER)
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Switch the body this session acts for; one that is not the person's is ignored."""
    chosen = next((row for row in bodies_of(request.user) if row.pk == parameters.whole(request.POST, "body")), None)
    if chosen is not None:
        request.session[CHOSEN] = chosen.pk
    return redirect("portal:body_home")
