"""System checks: a programme may not name a stage nobody wrote, nor an order that cannot end (design 4)."""

import tomllib
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error, register

from applications import section, stage
from applications.states import Route

PROGRAMMES = Path(__file__).parent / "programmes"


def programme_files() -> list[Path]:
    return sorted(PROGRAMMES.glob("*.toml"))


def problems_of(payload: dict[str, Any]) -> list[str]:
    """Why this programme may not stand; empty = it may."""
    problems = []
    for key, route in payload["routes"].items():
        if key not in Route.values:
            problems.append(f"未知的申报方式 {key}")
        order = route["stages"]
        if not order or len(order) != len(set(order)):
            problems.append(f"{key}：环节顺序为空或有重复，走不到头")
        problems += [f"{key}：环节 {name} 没有模块" for name in order if name not in stage.registered()]
        problems += [f"{key}：部分 {name} 没有模块" for name in route["sections"] if name not in section.registered()]
    return problems


@register
def check_programmes(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for path in programme_files():
        payload = tomllib.loads(path.read_text())
        found += [Error(f"{path.name}: {problem}", id="applications.E001") for problem in problems_of(payload)]
    return found
