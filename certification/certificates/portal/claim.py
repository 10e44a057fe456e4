"""The section 质量认证证书: the enterprise picks a certificate its body has entered."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from applications.models import Application
from certification.certificates.claims.acts import choices_for, claim_certificate
from certification.certificates.claims.examination import certificate_problems
from tianfu.text import parameters
from tianfu.workflow import clock


def page(request: HttpRequest, application: Application, context: dict[str, Any]) -> HttpResponse:
    choices = choices_for(application)
    error = ""
    if request.method == "POST":
        chosen = next((row for row in choices if row.pk == parameters.whole(request.POST, "certificate")), None)
        if chosen is None:
            error = "请从列表中选择一张证书。"
        else:
            claim_certificate(
                application, chosen, user=request.user, was=parameters.every(request.POST, "was-certificate")
            )
            messages.success(request, f"已选择证书 {chosen.number}。")
            return redirect("portal:application", pk=application.pk)
    claim = getattr(application, "certificate_claim", None)
    today = clock.today()
    context |= {
        "choices": [
            {
                "row": row,
                "problems": certificate_problems(application, row, today),
                "label": row.effective_label(today),
                "chosen": claim is not None and claim.certificate_id == row.pk,
            }
            for row in choices
        ],
        "claim": claim,
        "error": error,
    }
    return render(request, "certification/certificates/portal/claim.html", context, status=422 if error else 200)
