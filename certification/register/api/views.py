"""Read-only API v1: what the public pages show, for machines."""

import hashlib
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from applications.models import Industry
from applications.programmes.names import schemes
from certification.authorizations.lookup.names import fetch_names
from certification.register.api.answers import ReadView, read_operation
from certification.register.api.fields import (
    BrandDetailSerializer,
    BrandSerializer,
    IndustrySerializer,
    PageSerializer,
    RegionSerializer,
    VerificationSerializer,
    certificate_of,
)
from certification.register.api.parameters import BrandParameters, RefusedParameter, VerifyParameters
from certification.register.api.past import DayStateSerializer
from certification.register.past.day import TOO_LATE, state_on
from certification.register.past.neighbours import neighbours
from certification.register.search.query import Query, search
from certification.register.verification import published_by, verify
from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.accounts.models import Region
from tianfu.text import parameters
from tianfu.workflow import clock

_NUMBER = OpenApiParameter(
    "number",
    OpenApiTypes.STR,
    OpenApiParameter.PATH,
    description="授权编号；大小写、全角、空格和横线不限。 Authorization number, in any case, width and spacing.",
)


@requires(PUBLIC)
class BrandList(ReadView):
    """Published authorizations, 20 a page, by cursor."""

    parameters = BrandParameters

    @read_operation(
        "brands_list",
        "品牌名录 List of brands",
        "已公布的授权，默认新的在前，每页 20 条；用 `older`（后一页）、`newer`（前一页）翻页。\n\n"
        "Published authorizations, newest first by default, 20 a page; follow `older` (next) and `newer` (previous).",
        PageSerializer,
        found_by_number=False,
        parameters=[BrandParameters],
    )
    def get(self, request: Request) -> Response:
        page = search(_query(self.asked), clock.today())
        fetch_names(page.rows)
        kept = {key: value for key, value in request.query_params.items() if key not in ("before", "after")}

        def link(name: str, cursor: int | None) -> str | None:
            return request.build_absolute_uri(f"?{urlencode({**kept, name: cursor})}") if cursor else None

        body = {
            "older": link("before", page.older),
            "newer": link("after", page.newer),
            "results": BrandSerializer(page.rows, many=True).data,
        }
        return self.answer(body)


def _query(asked: dict[str, Any]) -> Query:
    given = dict(asked)
    code = given.pop("industry", "")
    key = parameters.number(code, most=parameters.INT)
    if code and key is None:
        key = Industry.objects.filter(key=code).values_list("pk", flat=True).first()
    # An industry that does not exist has no brands; 0 would not filter.
    industry = (key or -1) if code else None
    return Query(text=given.pop("q", ""), industry=industry, **given)


@requires(PUBLIC)
class BrandDetail(ReadView):
    """One brand by its authorization number."""

    @read_operation(
        "brands_read",
        "品牌详情 One brand",
        "一项授权的公开内容：对比表、有效期、状态记录。\n\nPublic facts of one authorization with its history.",
        BrandDetailSerializer,
        found_by_number=True,
        parameters=[_NUMBER],
    )
    def get(self, request: Request, number: str) -> Response:
        row = published_by(number)
        if row is None:
            raise Http404("没有这个授权编号。")
        fetch_names([row])
        return self.answer(BrandDetailSerializer(row).data)


@requires(PUBLIC)
class Verify(ReadView):
    """Is this number real, and what is it worth today? An unknown number is an answer, not an error."""

    seconds = 10
    parameters = VerifyParameters

    @read_operation(
        "verify",
        "编号验证 Verify a number",
        "这个编号是否真实、今日状态如何；加上 `on` 另答该日的状态。没有签发过的编号也是一个答复（unknown），不是错误。\n\n"
        "Is the number real, and what is it worth today? With `on`, also what it was worth on that day. "
        "An unknown number is an answer, not an error.",
        VerificationSerializer,
        found_by_number=False,
        parameters=[_NUMBER, VerifyParameters],
    )
    def get(self, request: Request, number: str) -> Response:
        today, day = clock.today(), self.asked.get("on")
        if day is not None and day > today:
            raise RefusedParameter("on", "invalid_parameter", f"参数“on”的值不对。{TOO_LATE}")
        found = verify(number, today)
        row = found.authorization
        if row is not None:
            fetch_names([row])
        beside = neighbours(row) if row is not None else None
        past = state_on(row, day) if row is not None and day is not None else None
        body = {
            "number": found.number,
            "answer": found.answer.value,
            "word": found.word,
            "sentence": found.sentence,
            "previous_number": beside.previous.number if beside is not None and beside.previous is not None else None,
            "following_number": beside.following.number
            if beside is not None and beside.following is not None
            else None,
            "certificate": certificate_of(row) if row is not None else None,
            "on_day": DayStateSerializer(past).data if past is not None else None,
            "brand": BrandSerializer(found.authorization).data if found.authorization else None,
        }
        response = self.answer({**body, "answered_at": clock.now()})
        # Weak: the answer is the same while nothing but its moment differs.
        digest = hashlib.sha256(JSONEncoder().encode(body).encode()).hexdigest()[:32]
        response["ETag"] = f'W/"{digest}"'
        return response


@requires(PUBLIC)
class RegionList(ReadView):
    """The codes that `region` takes."""

    @read_operation(
        "regions_list",
        "市（州）代码 Codes of regions",
        "名录参数 region 可用的代码（GB/T 2260）。\n\nThe codes that the parameter `region` takes.",
        RegionSerializer(many=True),
        found_by_number=False,
    )
    def get(self, request: Request) -> Response:
        rows = Region.objects.seats().order_by("code")
        return self.answer(RegionSerializer(rows, many=True).data)


@requires(PUBLIC)
class IndustryList(ReadView):
    """The codes that `industry` takes."""

    @read_operation(
        "industries_list",
        "产业代码 Codes of industries",
        "名录参数 industry 可用的代码，含已停用的。\n\n"
        "The codes that the parameter `industry` takes, with those no longer in use.",
        IndustrySerializer(many=True),
        found_by_number=False,
    )
    def get(self, request: Request) -> Response:
        return self.answer(
            IndustrySerializer(Industry.objects.of_schemes(schemes()).order_by("sector", "key"), many=True).data
        )
