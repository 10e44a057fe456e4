"""核对文件 in public: a hash typed, or taken by the page's script from a file that never leaves the reader's machine."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from certification.register.public.papers.comparison import compare, read_hash
from certification.register.verification import verify
from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.text import parameters
from tianfu.text.fields import TextField
from tianfu.workflow import clock

SECONDS = 10  # as the verify page


class HashForm(forms.Form):
    number = TextField(
        label="授权编号", max_length=300, error_messages={"required": "请填写授权编号：印在证书、卡片和标识上。"}
    )
    sha256 = TextField(
        label="SHA-256",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text="文件的 SHA-256，或证书、卡片上印的内容摘要。",
        error_messages={"required": "请填写 SHA-256，或选择文件由网页计算。"},
    )

    def clean_sha256(self) -> str:
        return read_hash(self.cleaned_data["sha256"])


@requires(PUBLIC)
@require_safe
def verify_paper(request: HttpRequest) -> HttpResponse:
    """Asked by address: `?number=` alone shows the form; nothing is kept of what was asked."""
    asked = "sha256" in request.GET
    form = HashForm(request.GET) if asked else HashForm(initial={"number": parameters.word(request.GET, "number")})
    context: dict[str, Any] = {"form": form, "now": clock.now()}
    status = 200
    if asked and not form.is_valid():
        status = 422
    elif asked:
        found = verify(form.cleaned_data["number"], clock.today())
        context["found"] = found
        if found.authorization is None:
            form.add_error("number", ValidationError(found.sentence))
            status = 404
        else:
            context["compared"] = compare(found.authorization, form.cleaned_data["sha256"])
    response = render(request, "public/verify_paper.html", context, status=status)
    patch_cache_control(response, public=True, max_age=SECONDS)
    return response
