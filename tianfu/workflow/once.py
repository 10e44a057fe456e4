"""A form counts once: its hidden key is stored with the answer, in the transaction of what it did."""

import uuid
from collections.abc import Callable
from typing import cast

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from tianfu.accounts.models import User
from tianfu.text import parameters
from tianfu.workflow import clock
from tianfu.workflow.models import PostedForm

FIELD = "once"


def new_key() -> str:
    """The value of the hidden input `once` of a fresh form."""
    return str(uuid.uuid4())


def _key(request: HttpRequest) -> uuid.UUID | None:
    """Of this person and this form: the same text sent by somebody else, or with another form, is another key."""
    given = parameters.unique(parameters.token(request.POST, FIELD))
    return uuid.uuid5(given, f"{request.user.pk} {request.path}") if given else None


def once(request: HttpRequest, act: Callable[[], str]) -> HttpResponse:
    """Run `act` (returns the address to go to) unless this form was posted before; redirect to the answer.

    Two posts at the same moment: the second waits for the first one's row and gets its answer. What
    `act` raises is not remembered, so a corrected form may be posted again with the same key.
    """
    key, user = _key(request), cast(User, request.user)  # the portal's rules let nobody in who is not signed in
    if key is None:
        with transaction.atomic():
            return redirect(act())
    try:
        with transaction.atomic():
            posted = PostedForm.objects.create(key=key, user=user, location="", posted_at=clock.now())
            posted.location = act()
            posted.save(update_fields=["location"])
    except IntegrityError:
        first = PostedForm.objects.filter(key=key, user=user).first()
        if first is None:
            raise
        return redirect(first.location)
    return redirect(posted.location)
