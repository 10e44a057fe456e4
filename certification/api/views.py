"""Read-only API v1: what the public pages show, for machines."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from certification.api.fields import (
    BrandDetailSerializer,
    BrandSerializer,
    ErrorSerializer,
    PageSerializer,
    VerificationSerializer,
)
from certification.api.throttles import VerifyThrottle
from certification.models import Authorization
from certification.searching import read_query, search
from certification.verifying import verify
from tianfu.accounts.access import PUBLIC, requires
from tianfu.workflow import clock


def _word(name: str, what: str) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.STR, description=what)


@requires(PUBLIC)
class BrandList(APIView):
    """Published authorizations, newest first, 20 a page, by cursor."""

    @extend_schema(
        operation_id="brands_list",
        parameters=[
            _word("q", "any part of product, holder, model, trademark or number; several words must all match"),
            _word("sector", "manufacturing, agriculture, construction or service"),
            _word("region", "six-digit code of the prefecture"),
            _word("route", "quality_certification or self_declaration"),
            _word("status", "active, suspended, withdrawn, cancelled or expired"),
            OpenApiParameter("industry", OpenApiTypes.INT),
            OpenApiParameter("before", OpenApiTypes.INT, description="cursor of `older`"),
            OpenApiParameter("after", OpenApiTypes.INT, description="cursor of `newer`"),
        ],
        responses={200: PageSerializer, 429: ErrorSerializer},
    )
    def get(self, request: Request) -> Response:
        page = search(read_query(request.query_params), clock.today())
        kept = {key: value for key, value in request.query_params.items() if key not in ("before", "after")}

        def link(name: str, cursor: int | None) -> str | None:
            query = urlencode({**kept, name: cursor}) if cursor else ""
            return request.build_absolute_uri(f"?{query}") if cursor else None

        body: dict[str, Any] = {
            "older": link("before", page.older),
            "newer": link("after", page.newer),
            "results": BrandSerializer(page.rows, many=True).data,
        }
        return Response(body, headers={"Cache-Control": "public, max-age=60"})


@requires(PUBLIC)
class BrandDetail(APIView):
    """One brand by its authorization number."""

    @extend_schema(
        operation_id="brands_read", responses={200: BrandDetailSerializer, 404: ErrorSerializer, 429: ErrorSerializer}
    )
    def get(self, request: Request, number: str) -> Response:
        rows = Authorization.objects.published().prefetch_related("changes")
        row = rows.filter(number=number.upper()).first()
        if row is None:
            raise Http404("没有这个授权编号。")
        return Response(BrandDetailSerializer(row).data, headers={"Cache-Control": "public, max-age=60"})


@requires(PUBLIC)
class Verify(APIView):
    """Is this number real, and what is it worth today? An unknown number is an answer, not an error."""

    throttle_classes = (VerifyThrottle,)

    @extend_schema(operation_id="verify", responses={200: VerificationSerializer, 429: ErrorSerializer})
    def get(self, request: Request, number: str) -> Response:
        found = verify(number, clock.today())
        body = {
            "number": found.number,
            "answer": found.answer.value,
            "word": found.word,
            "sentence": found.sentence,
            "answered_at": clock.now(),
            "brand": BrandSerializer(found.authorization).data if found.authorization else None,
        }
        return Response(body, headers={"Cache-Control": "public, max-age=10"})
