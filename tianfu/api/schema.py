"""API v1: addresses, the schema, and the one shape of errors."""

from typing import Any

from django.urls import include, path
from django.utils.cache import patch_cache_control
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler

from certification.register.api.parameters import RefusedParameter
from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.api import page
from tianfu.site.answers.errors import CHINESE, CODES


@requires(PUBLIC)
class Schema(SpectacularAPIView):
    """OpenAPI 3 as YAML, or as JSON with `?format=json`; changes only with the software."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = super().get(request, *args, **kwargs)
        patch_cache_control(response, public=True, max_age=3600)
        return response


urlpatterns = [
    path("", include("certification.register.api.urls")),
    path("schema/", Schema.as_view(), name="api_schema"),
    path("docs/", page.page, name="api_docs"),
]


def error(exception: Exception, context: dict[str, Any]) -> Response | None:
    """Every error as {"error": {"code", "message"}}, in words; with 400 also the `parameter`."""
    response = exception_handler(exception, context)
    if response is None:
        return None
    if isinstance(exception, RefusedParameter):
        body = {"code": exception.error_code, "message": exception.message, "parameter": exception.parameter}
    else:
        code, usual = CODES.get(response.status_code, ("error", "请求没有成功。"))
        body = {"code": code, "message": _words(exception, response) or usual}
    response.data = {"error": body}
    return response


def _words(exception: Exception, response: Response) -> str:
    """What our own code said; the framework's texts about methods and formats are replaced by ours."""
    if response.status_code in (405, 406, 415):
        return ""
    detail = str(response.data.get("detail", "")) if isinstance(response.data, dict) else ""
    return detail if CHINESE.search(detail) else ""
