"""API v1: addresses, the OpenAPI page, and the one shape of errors."""

from typing import Any

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.response import Response
from rest_framework.views import exception_handler

from tianfu.errors import CODES

urlpatterns = [
    path("", include("certification.api.urls")),
    path("schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api_schema"), name="api_docs"),
]


def error(exception: Exception, context: dict[str, Any]) -> Response | None:
    """Every error as {"error": {"code", "message"}}, in words."""
    response = exception_handler(exception, context)
    if response is None:
        return None
    code, usual = CODES.get(response.status_code, ("error", "请求没有成功。"))
    detail = response.data.get("detail", "") if isinstance(response.data, dict) else ""
    words = str(detail) if detail and not str(detail).isascii() else usual
    response.data = {"error": {"code": code, "message": words}}
    return response
