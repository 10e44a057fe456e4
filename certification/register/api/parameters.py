"""What may stand in the address of a read; everything else is refused by name."""

from datetime import date
from typing import Any

from django.db import OperationalError
from django.http import QueryDict
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from applications.models import Sector
from applications.programmes.names import is_route, route_choices
from certification.authorizations.lookup.search import MAX_LENGTH
from certification.authorizations.states import AuthorizationState as S
from certification.register.search.order import CHOICES as SORTS
from tianfu.text.clean import line
from tianfu.text.parameters import day, number

STATUSES = [(state.value, state.label) for state in S if state != S.PENDING]
LONGEST_CURSOR = 18


class RefusedParameter(ValidationError):
    """400: `parameter` is unknown, given twice, or its value is not one of those declared."""

    def __init__(self, parameter: str, code: str, message: str) -> None:
        super().__init__(message)
        self.parameter, self.error_code, self.message = parameter, code, message


class RouteField(serializers.ChoiceField):
    """The routes of the programmes that are loaded, asked anew: no import may ask the database."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[], **kwargs)

    def _get_choices(self) -> dict[str, str]:
        try:
            return dict(route_choices())
        except OperationalError:  # `make check` makes the schema where no database is
            return {}

    def _set_choices(self, choices: Any) -> None:
        self.grouped_choices: dict[str, str] = {}

    choices = property(_get_choices, _set_choices)

    def to_internal_value(self, data: Any) -> Any:
        if not is_route(str(data)):
            self.fail("invalid_choice", input=data)
        return str(data)


class SearchWords(serializers.CharField):
    """Free text, cleaned as everywhere: what cannot be seen is dropped, not refused (it comes in with a paste)."""

    def run_validation(self, data: Any = serializers.empty) -> Any:
        return super().run_validation(line(data) if isinstance(data, str) else data)


class Cursor(serializers.IntegerField):
    """A number that an earlier answer gave; digits only."""

    def to_internal_value(self, data: Any) -> int:
        found = number(data, most=10**LONGEST_CURSOR - 1)
        if found is None:
            self.fail("invalid")
        return found


class NoParameters(serializers.Serializer[dict[str, Any]]):
    """A read that takes none."""


class Day(serializers.DateField):
    """A day in Beijing, written 2026-05-01 and in no other way."""

    def to_internal_value(self, value: Any) -> date:
        found = day({"on": value}, "on")
        if found is None:
            self.fail("invalid", format="YYYY-MM-DD")
        return found


class VerifyParameters(NoParameters):
    """The day of which the state is asked."""

    on = Day(
        required=False,
        help_text="日期写作 2026-05-01，不晚于今天（北京时间）：问该日的状态。 "
        "A day as 2026-05-01, today in Beijing at the latest: what the state was at its end.",
    )


class BrandParameters(NoParameters):
    """Filters, order and page of the list of brands."""

    q = SearchWords(
        required=False,
        allow_blank=True,
        max_length=MAX_LENGTH,
        help_text="产品、企业、型号、商标或编号的任意部分，多个词须同时符合。 "
        "Any part of product, holder, model, trademark or number; several words must all match.",
    )
    sector = serializers.ChoiceField(Sector.choices, required=False, help_text="领域。 Sector.")
    industry = serializers.RegexField(
        r"^[0-9a-z-]{1,40}$",
        required=False,
        help_text="产业代码，见 /industries/（也可用其 id）。 Code (or id) of an industry, see /industries/.",
    )
    region = serializers.RegexField(
        r"^[0-9]{6}$",
        required=False,
        help_text="市（州）行政区划代码，见 /regions/。 Six-digit code of the prefecture, see /regions/.",
    )
    route = RouteField(required=False, help_text="授权方式。 Route of authorization.")
    status = serializers.ChoiceField(STATUSES, required=False, help_text="今日的状态。 State today in Beijing.")
    programme = serializers.RegexField(
        r"^[a-z0-9-]{3,40}$",
        required=False,
        help_text="品牌项目代号，如 tfmp。 Slug of the programme, such as tfmp.",
    )
    sort = serializers.ChoiceField(
        SORTS, required=False, help_text="次序，默认最新授权在前。 Order, newest first by default."
    )
    before = Cursor(
        required=False,
        min_value=1,
        max_value=10**LONGEST_CURSOR - 1,
        help_text="`older` 里的游标：只要它之后的。 Cursor found in `older`: what comes after it.",
    )
    after = Cursor(
        required=False,
        min_value=1,
        max_value=10**LONGEST_CURSOR - 1,
        help_text="`newer` 里的游标：只要它之前的。 Cursor found in `newer`: what comes before it.",
    )


def read_parameters(declared: type[NoParameters], given: QueryDict) -> dict[str, Any]:
    """The typed values. Raises RefusedParameter for the first that is unknown, repeated or wrong."""
    reader = declared(data=given.dict())
    for name, values in given.lists():
        if name not in reader.fields:
            known = "、".join(reader.fields) or "无"
            raise RefusedParameter(name[:60], "unknown_parameter", f"不认识的参数“{name[:60]}”；可用的参数：{known}。")
        if len(values) > 1:
            raise RefusedParameter(name, "repeated_parameter", f"参数“{name}”出现了不止一次，请只给一个值。")
    if not reader.is_valid():
        name = next(iter(reader.errors))
        raise RefusedParameter(name, "invalid_parameter", f"参数“{name}”的值不对。{_advice(reader.fields[name])}")
    return dict(reader.validated_data)


def _advice(field: Any) -> str:
    if isinstance(field, serializers.ChoiceField):
        return f"可用的值：{'、'.join(map(str, field.choices))}。"
    if isinstance(field, Cursor):
        return "请原样使用上一页答复中的游标。"
    return str(field.help_text or "").partition("。")[0] + "。"
