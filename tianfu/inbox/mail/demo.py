"""The outbox without signing in, so that a newcomer can open the link of the sign-up mail. Only in the demo.

Mails of the demo's own people are open to all: they are made up, at addresses of `.example`, which the Internet reserves for
that. Somebody who tries the demo with an address of his own finds the mails to it by that whole address, and nobody else's.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.inbox.mail.outbox import only_shown
from tianfu.inbox.models import OutgoingMail
from tianfu.inbox.page_links import page_links
from tianfu.text import parameters

PAGE_SIZE = 25


def only_in_demo(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """404 elsewhere: one-time links are in here."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _readable(to: str) -> QuerySet[OutgoingMail]:
    """Those to made-up people, and those to this very address."""
    return OutgoingMail.objects.filter(Q(to__iendswith=".example") | Q(to__iexact=to))


@requires(PUBLIC)
@require_safe
@never_cache
@only_in_demo
def outbox(request: HttpRequest) -> HttpResponse:
    """Those to the address asked for; without one, those to the demo's own people."""
    to = parameters.word(request.GET, "to", 254)
    mails = _readable(to).select_related("job").defer("body_text", "body_html")
    if to:
        mails = mails.filter(to__icontains=to)
    page = Paginator(mails, PAGE_SIZE).get_page(parameters.page(request.GET))
    context = {"page": page, "to": to, "all_url": request.path, "shown_only": only_shown()}
    return render(
        request,
        "tianfu/inbox/mail/outbox_demo.html",
        context | page_links(request.path, page, {"to": to} if to else {}),
    )


@requires(PUBLIC)
@require_safe
@never_cache
@only_in_demo
def outbox_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail; of somebody's own only with his address in `to`."""
    mail = get_object_or_404(_readable(parameters.word(request.GET, "to", 254)), pk=pk)
    return render(request, "tianfu/inbox/mail/outbox_demo_mail.html", {"mail": mail})
