"""核对文件 in public: a hash typed, or taken by the page's script from a file that never leaves the reader's machine, or,
without a script, by the server from a file of which nothing is kept."""

import hashlib
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

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


class FileForm(forms.Form):
    """For a browser that runs no script: the file itself, of which only the hash is taken."""

    number = TextField(
        label="授权编号", max_length=300, error_messages={"required": "请填写授权编号：印在证书、卡片和标识上。"}
    )
    file = forms.FileField(
        label="文件",
        help_text=f"不超过 {settings.PUBLIC_FILE_LIMIT // 1024**2} MB，只计算 SHA-256，不保存。",
        error_messages={
            "required": "请选择要核对的文件。",
            "invalid": "请选择要核对的文件。",
            "missing": "请选择要核对的文件。",
            "empty": "这个文件是空的，请重新选择。",
        },
    )

    def sha256(self) -> str:
        """Of the bytes that were sent; they are gone with the request."""
        digest = hashlib.sha256()
        for chunk in self.cleaned_data["file"].chunks():
            digest.update(chunk)
        return digest.hexdigest()


# Nobody's session is read and nothing is changed: there is nothing that a forged form could bring about.
@requires(PUBLIC, files=True)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def verify_paper(request: HttpRequest) -> HttpResponse:
    """Asked by address: `?number=` alone shows the form; or by a file. Nothing is kept of what was asked."""
    if request.method == "POST":
        return _by_file(request)
    asked = "sha256" in request.GET
    number = parameters.word(request.GET, "number")
    form = HashForm(request.GET) if asked else HashForm(initial={"number": number})
    context: dict[str, Any] = {"form": form, "file_form": FileForm(initial={"number": number}, prefix="file")}
    status = 200
    if asked:
        status = _compare(form, form.cleaned_data["sha256"], context) if form.is_valid() else 422
    response = render(
        request, "certification/register/public/verify_paper.html", context | {"now": clock.now()}, status=status
    )
    patch_cache_control(response, public=True, max_age=SECONDS)
    return response


def _by_file(request: HttpRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES, prefix="file")
    context: dict[str, Any] = {"file_form": form, "form": HashForm(), "by_file": True}
    status = _compare(form, form.sha256(), context) if form.is_valid() else 422
    response = render(
        request, "certification/register/public/verify_paper.html", context | {"now": clock.now()}, status=status
    )
    patch_cache_control(response, no_store=True)
    return response


def _compare(form: forms.Form, sha256: str, context: dict[str, Any]) -> int:
    """Into `context`; the status of the answer."""
    found = verify(form.cleaned_data["number"], clock.today())
    context |= {"found": found, "sha256": sha256}
    if found.authorization is None:
        form.add_error("number", ValidationError(found.sentence))
        return 404
    context["compared"] = compare(found.authorization, sha256)
    return 200
