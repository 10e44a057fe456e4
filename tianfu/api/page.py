"""The API's page for people: every operation of the schema, with its parameters, answers and an address to try."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from certification.models import Authorization
from tianfu.accounts.access.rules import PUBLIC, requires

TYPES = {"string": "文本", "integer": "整数", "number": "数值", "boolean": "是或否", "object": "对象", "array": "列表"}


@requires(PUBLIC)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    schema = _schema()
    context = {
        "about": schema["info"]["description"].split("\n\n"),
        "server": schema["servers"][0]["url"],
        "operations": list(_operations(schema, _newest_number())),
        "shapes": list(_shapes(schema)),
        "limits": list(_limits()),
    }
    response = render(request, "tianfu/api/api.html", context)
    patch_cache_control(response, public=True, max_age=3600)
    return response


def _limits() -> Iterator[dict[str, Any]]:
    for name, what in (("look_up", "名录查询"), ("verify", "编号验证")):
        most, seconds = settings.LIMITS.get(name, (0, 0))
        if most:
            yield {"what": what, "most": most, "seconds": seconds}


@cache
def _schema() -> dict[str, Any]:
    """Without the marks of its text format: the page sets code apart by itself."""
    return _plain(SchemaGenerator().get_schema(public=True))


def _plain(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    return node.replace("`", "").replace("\n* ", "\n") if isinstance(node, str) else node


def _newest_number() -> str:
    """For the addresses to try; "" while nothing is published."""
    return Authorization.objects.published().order_by("-pk").values_list("number", flat=True).first() or ""


def _operations(schema: dict[str, Any], number: str) -> Iterator[dict[str, Any]]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            answers = operation["responses"].items()
            yield {
                "id": operation["operationId"],
                "method": method.upper(),
                "path": path,
                "try": path.replace("{number}", number) if number or "{" not in path else "",
                "summary": operation["summary"],
                "description": operation["description"].split("\n\n"),
                "parameters": [_field(row["name"], row) for row in operation.get("parameters", ())],
                "answers": [(status, answer.get("description", ""), *_body(answer)) for status, answer in answers],
            }


def _body(answer: dict[str, Any]) -> tuple[str, str]:
    """(name of the shape that the answer carries, its kind in words)"""
    kinds: list[dict[str, Any]] = list(answer.get("content", {}).values())
    content = kinds[0]["schema"] if kinds else {}
    return _shape_of(content), _kind(content)


def _shapes(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name, shape in schema["components"]["schemas"].items():
        if "properties" in shape:
            fields = [_field(key, row) for key, row in shape["properties"].items()]
            yield {"name": name, "description": shape.get("description", ""), "fields": fields}


def _field(name: str, row: dict[str, Any]) -> dict[str, str]:
    typed = row.get("schema", row)
    words = row.get("description") or typed.get("description", "")
    # The values of an enumeration stand on lines of their own below its description.
    meaning, _, values = words.partition("\n\n")
    return {"name": name, "kind": _kind(typed), "shape": _shape_of(typed), "words": meaning, "values": values}


def _shape_of(typed: dict[str, Any]) -> str:
    inner = typed.get("items", typed)
    reference = inner.get("$ref") or next((part.get("$ref", "") for part in inner.get("allOf", [])), "")
    name = reference.rpartition("/")[2]
    return "" if name.endswith("Enum") else name


def _kind(typed: dict[str, Any]) -> str:
    kind = TYPES.get(typed.get("type", ""), "")
    return {"date": "日期", "date-time": "时间"}.get(typed.get("format", ""), kind)
