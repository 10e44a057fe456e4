"""声明与承诺: reading the text and signing it; the same page for whatever else an enterprise signs."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from applications.cases.filings.read_back import filed_content
from applications.cases.filings.signatures import sign_declaration, signing_facts, standing_signature, text_sha256
from applications.cases.models.application import Application
from applications.form.portal.forms import SignForm
from applications.form.portal.read_back import read_back
from tianfu.workflow.door import NotAllowed, NotPossible
from tianfu.workflow.once import new_key, once
from tianfu.workflow.signatures.posted import read_stamp
from tianfu.workflow.signatures.shown import stamp

Signer = Callable[..., Any]


def page(request: HttpRequest, application: Application, context: dict[str, Any]) -> HttpResponse:
    """The section 声明与承诺 of route 自我声明."""
    context |= signing_context(request, application, "declaration")
    # What is signed with the text: everything else the case says.
    context["parts"] = read_back(application, filed_content(application), leave_out="declaration")
    back = reverse("portal:application", args=[application.pk])
    return sign(request, application, sign_declaration, context, "applications/form/portal/declaration.html", back)


def signing_context(request: HttpRequest, application: Application, key: str) -> dict[str, Any]:
    """What every page that signs the programme's text `key` shows."""
    return {
        "text": application.programme_version.text(key),
        "text_sha256": text_sha256(application, key),
        "signature": standing_signature(application, key),
        "may_sign": request.user.can(application.enterprise.organisation, "sign"),
        "once": new_key(),
        "shown": stamp(signing_facts(application, key)),
    }


def sign(
    request: HttpRequest, application: Application, signer: Signer, context: dict[str, Any], template: str, back: str
) -> HttpResponse:
    """Show the text, or sign it by `signer` and go `back`."""
    initial = {"signatory_name": request.user.name}
    form = SignForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def act() -> str:
            signer(
                application,
                user=request.user,
                name=data["signatory_name"],
                role=data["signatory_role"],
                proof=data["password_or_code"],
                shown=read_stamp(request),
            )
            messages.success(request, "已签署。")
            return back

        try:
            return once(request, act)
        except ValidationError as error:
            form.add_error("password_or_code", error.messages[0])
        except (NotPossible, NotAllowed) as refusal:
            form.add_error(None, str(refusal))
    return render(request, template, {**context, "form": form}, status=422 if form.errors else 200)
