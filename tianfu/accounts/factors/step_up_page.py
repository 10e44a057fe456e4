"""The page between a person and an act that asks who is there; what was typed goes through it and the act goes on.

The page answers at the act's own address and carries the posted form in hidden inputs, so nothing is stored and
nothing is lost; with the proof the same form is posted again, and the act's view runs as if nothing had been between.
Secrets are not carried: where the act's form asks for password or code itself, the proof just given stands for it.
"""

import base64
import binascii
import json
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.utils.http import url_has_allowed_host_and_scheme

from tianfu.accounts.access import sessions
from tianfu.accounts.factors import codes, freshness, passkeys, step_up
from tianfu.accounts.models import User
from tianfu.text import json_answers, parameters

OWN = "step_up_"
PROOF, PASSKEY, FROM, SIGNS, FILE = (
    "step_up_password",
    "step_up_passkey",
    "step_up_from",
    "step_up_signs",
    "step_up_file",
)
SIGNATURE = "password_or_code"
"""The field of forms that ask for a proof themselves."""
LARGEST = 1_000_000  # bytes of files that the page carries


def asked(request: HttpRequest) -> HttpResponseBase | None:
    """None when the act may go on: the session is fresh, or the proof came with this request. Otherwise the page."""
    posted = request.POST
    credential = parameters.token(posted, PASSKEY, passkeys.LONGEST)
    typed = parameters.typed(posted, PROOF) if PROOF in posted else None
    if typed is None and not credential:
        if freshness.way(request):
            return None
        typed = _signed(request)
        if typed is None:
            return _page(request, status=403, **_carried(request))
    try:
        shown = step_up.show(request, typed=typed or "", credential=credential)
    except ValidationError as error:
        return _page(request, status=422, error=error.messages[0], **_carried(request))
    _go_on(request, shown)
    return None


def _signed(request: HttpRequest) -> str | None:
    """What the act's own form gives as proof, where that is one that counts: then nothing is asked twice."""
    typed = parameters.typed(request.POST, SIGNATURE)
    return (
        typed if typed and codes.is_app_code(typed) == sessions.second_factor_set_up(cast(User, request.user)) else None
    )


def refusal() -> JsonResponse:
    """For a script, which can show no page."""
    return json_answers.problem(403, "step_up_required", "办理前请再次验证身份：请刷新页面后重新提交。")


def _go_on(request: HttpRequest, shown: step_up.JustShown) -> None:
    """The form as it was sent first, with its files, and the proof where it asks for one."""
    form = request.POST.copy()
    if SIGNS in form or SIGNATURE in form:
        form[SIGNATURE] = shown.token
    files = [file for text in form.getlist(FILE) if (file := _unpacked(text))]
    for name in [name for name in form if name.startswith(OWN)]:
        del form[name]
    form._mutable = False
    request.POST = form  # type: ignore[assignment]
    if files:
        # Django has no setter for it: what a request carries is usually in its body.
        request._files = MultiValueDict({name: [file] for name, file in files})  # type: ignore[attr-defined]


def _carried(request: HttpRequest) -> dict[str, Any]:
    """What the page has in it of the form that was posted: [(name, value)], and whether a file was too large."""
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name and name not in (PASSKEY, FROM, SIGNS)
        for value in values
    ]
    if SIGNATURE in request.POST or SIGNS in request.POST:
        kept.append((SIGNS, "1"))
    files = [(name, file) for name, many in request.FILES.lists() for file in many]
    small = sum(file.size or 0 for _, file in files) <= LARGEST
    if small:
        kept += [(FILE, _packed(name, file)) for name, file in files]
    back = parameters.token(request.POST, FROM) or parameters.header(request, "Referer")
    own = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return {"kept": kept, "too_large": not small, "back": back if own else ""}


def _packed(name: str, file: Any) -> str:
    return json.dumps([name, file.name, file.content_type or "", base64.b64encode(file.read()).decode()])


def _unpacked(text: str) -> tuple[str, SimpleUploadedFile] | None:
    try:
        name, called, kind, data = (str(part) for part in json.loads(text))
        return name, SimpleUploadedFile(called, base64.b64decode(data, validate=True), kind)
    except (ValueError, TypeError, RecursionError, binascii.Error):
        return None


def _page(request: HttpRequest, *, status: int, **context: Any) -> HttpResponse:
    user = cast(User, request.user)
    kinds = set(sessions.second_factors(user))
    options = passkeys.options_to_use(user) if passkeys.KIND in kinds else None
    words = {"kinds": kinds, "options": options, "alone": True, "minutes": settings.STEP_UP_SECONDS // 60}
    answer = render(request, "account/step_up.html", {**words, **context}, status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer
