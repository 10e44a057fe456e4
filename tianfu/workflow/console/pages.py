"""What every console page needs: the admin site's context, and what the officer's page showed."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tianfu.text import parameters
from tianfu.workflow.signatures.shown import FIELD


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, template, {**admin.site.each_context(request), **context}, status=status)


def seen(request: HttpRequest) -> int:
    """The revision the officer's page showed; -1 never matches."""
    return parameters.revision(request.POST)


def read_stamp(request: HttpRequest) -> str:
    """The stamp of what the officer's page showed (`tianfu.workflow.signatures.shown`)."""
    return parameters.token(request.POST, FIELD)
