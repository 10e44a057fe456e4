"""System checks: a programme may not name a stage nobody wrote, nor an order that cannot end (design 4)."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register

from applications import section, stage
from applications.enterprises.mixed import in_words, mixed_claims
from applications.states import Route
from tianfu.ledger.checks import unapplied

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


@register(Tags.database)
def check_mixed_enterprises(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """`manage.py check --database default` names what an upgrade could not tell apart."""
    if not databases or unapplied():
        return []
    hint = "请在核验认领前联系双方核实；不属于后一认领人的草稿和产品，由前一认领人另行认领后重新填写。"
    return [Warning(in_words(claim), hint=hint, id="applications.W001") for claim in mixed_claims()]
