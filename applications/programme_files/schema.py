"""The shape of a programme file: `programme.schema.json`, and each departure from it in a sentence."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from applications.programme_files.faults import Fault

_FILE = Path(__file__).with_name("programme.schema.json")
_TYPES = {"string": "文字", "integer": "整数", "boolean": "true 或 false", "array": "列表", "object": "一组项（表）"}
_SAYS: dict[str, Callable[[ValidationError], str]] = {
    "type": lambda error: f"应为{_TYPES[error.validator_value]}。",
    "enum": lambda error: f"只能是 {'、'.join(error.validator_value)} 之一。",
    "const": lambda error: f"应为 {error.validator_value}（{error.schema['description']}）。",
    "pattern": lambda error: f"格式不对：{error.schema['description']}。",
    "minLength": lambda error: "不能为空。",
    "maxLength": lambda error: f"最多 {error.validator_value} 个字。",
    "minItems": lambda error: "至少要有一条。",
    "minProperties": lambda error: "至少要有一项。",
    "minimum": lambda error: f"不能小于 {error.validator_value}。",
    "maximum": lambda error: f"不能大于 {error.validator_value}。",
}


# 3.0 is a number to JSON; a version is counted.
_CHECKER = Draft202012Validator.TYPE_CHECKER.redefine(
    "integer", lambda _, value: isinstance(value, int) and not isinstance(value, bool)
)
_Validator = extend(Draft202012Validator, type_checker=_CHECKER)


@cache
def validator() -> Any:
    return _Validator(json.loads(_FILE.read_text(encoding="utf-8")))


def shape_faults(payload: Any) -> list[Fault]:
    """Every place where `payload` departs from the schema; empty = it has the shape."""
    return list(dict.fromkeys(fault for error in validator().iter_errors(payload) for fault in _faults(error)))


def _faults(error: ValidationError) -> Iterator[Fault]:
    path = tuple(error.absolute_path)
    if "propertyNames" in error.absolute_schema_path:
        yield Fault((*path, str(error.instance)), f"键名格式不对：{error.schema['description']}。")
    elif error.validator == "required":
        yield from (
            Fault((*path, name), "缺少这一项。") for name in error.validator_value if name not in error.instance
        )
    elif error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        yield from (
            Fault((*path, name), "不认识的项，请核对写法或删除。") for name in error.instance if name not in known
        )
    elif error.validator == "uniqueItems":
        rows = error.instance
        yield from (Fault((*path, n), f"“{row}”重复。") for n, row in enumerate(rows) if row in rows[:n])
    elif error.validator != "pattern" or error.instance or "minLength" not in error.schema:
        yield Fault(path, _SAYS[str(error.validator)](error))
