"""What every read of the API has in common: JSON only, known parameters only, the same declared errors."""

from typing import Any

from django.utils.cache import patch_cache_control
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from certification.register.api.errors import ErrorSerializer
from certification.register.api.parameters import NoParameters, read_parameters

REFUSALS = {
    400: "参数不认识或值不对，`parameter` 指明是哪一个。 An unknown parameter or a wrong value; `parameter` names it.",
    404: "没有这个编号。 There is no such number.",
    405: "只供读取（GET、HEAD、OPTIONS）。 Read only.",
    406: "只提供 JSON。 JSON only.",
    414: "网址过长。 The address is too long.",
    429: "过于频繁，`Retry-After` 秒后再试。 Too often; try again after `Retry-After` seconds.",
}
_ETAG = OpenApiParameter(
    "ETag",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    response=[200],
    description="原样放入 If-None-Match，内容未变时答 304。 Send it back as If-None-Match; 304 when nothing changed.",
)
_RETRY = OpenApiParameter(
    "Retry-After", OpenApiTypes.INT, OpenApiParameter.HEADER, response=[429], description="秒 seconds"
)


def read_operation(
    operation_id: str, summary: str, description: str, body: Any, *, found_by_number: bool, **more: Any
) -> Any:
    """Declare one read: its answer, 304, and every refusal that it can send. `found_by_number`: it may answer 404."""
    refusals = {
        status: OpenApiResponse(ErrorSerializer, description=words)
        for status, words in REFUSALS.items()
        if status != 404 or found_by_number
    }
    responses = {
        200: OpenApiResponse(body, description="答复。 The answer."),
        304: OpenApiResponse(description="内容未变。 Not modified."),
        **refusals,
    }
    parameters = [*more.pop("parameters", []), _ETAG, _RETRY]
    return extend_schema(
        operation_id=operation_id,
        summary=summary,
        description=description,
        responses=responses,
        parameters=parameters,
        **more,
    )


class _NoOverride:
    URL_FORMAT_OVERRIDE = None


class JsonOnly(DefaultContentNegotiation):
    """`?format=` is a parameter like any other: refused as unknown, never a way to another format."""

    settings = _NoOverride


class ReadView(APIView):
    """A public read. `parameters` names what may stand in the address; `seconds` is how long an answer may be kept."""

    renderer_classes = (JSONRenderer,)
    content_negotiation_class = JsonOnly
    http_method_names = ("get", "head", "options")
    parameters: type[NoParameters] = NoParameters
    seconds = 60

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.asked = read_parameters(self.parameters, request.query_params)

    def answer(self, body: Any) -> Response:
        response = Response(body)
        patch_cache_control(response, public=True, max_age=self.seconds)
        return response
