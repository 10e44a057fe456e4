"""The comparison of a frozen directory in words, for the second person's page and for the public one."""

import json
from dataclasses import dataclass
from typing import Any

from supervision.directories.objects.eligibility import exclusion_label
from supervision.draws.frozen.comparison import GROUNDS, UNEXPLAINED
from supervision.draws.models import DrawPlan

SHOWN = 100  # objects of one list; all stand in comparison.json


@dataclass(frozen=True)
class Group:
    """One list of differences: `rows` of (code, words), `count` of them all; `doubt`: somebody should ask."""

    label: str
    rows: list[tuple[str, str]]
    count: int
    doubt: bool = False


@dataclass(frozen=True)
class Compared:
    """`register` is None for objects no register is kept of; `counts` are rows of (label, now, before or None)."""

    register: int | None
    listed: int
    previous: str
    counts: list[tuple[str, int, int | None]]
    groups: list[Group]

    @property
    def same_as_register(self) -> bool:
        """Neither side has anything that the other lacks."""
        return self.register is not None and not any(group.doubt and group.count for group in self.groups[:2])


def frozen_comparison(plan: DrawPlan) -> Compared | None:
    """That of a committed plan; None for one frozen before comparisons were kept."""
    return in_words(plan, plan.comparison_file.read()) if plan.comparison_file is not None else None


def in_words(plan: DrawPlan, content: bytes) -> Compared:
    """`content` is comparison.json."""
    found = json.loads(content)
    register, now, before = found["register"], found["directory"], found["previous"]
    return Compared(
        register=register.get("count"),
        listed=now["listed"],
        previous=before.get("id", ""),
        counts=_counts(now, before),
        groups=[
            _plain("登记在册，不在名录中", register.get("missing", [])),
            _plain("在名录中，不在登记中", register.get("surplus", [])),
            *(_came_or_left(label, found.get(key, [])) for key, label in (("left", "减少"), ("added", "新增"))),
            _changed("换了分层", found.get("parts", []), _parts(plan)),
            _changed("参加抽取有变化", found.get("exclusions", []), {}),
        ],
    )


def _counts(now: dict[str, Any], before: dict[str, Any]) -> list[tuple[str, int, int | None]]:
    def then(key: str) -> int | None:
        return before["excluded"].get(key, 0) if before else None

    codes = sorted({*now["excluded"], *before.get("excluded", {})})
    rows = [("名录中的对象", now["listed"], before.get("listed"))]
    return rows + [(f"不参加抽取：{exclusion_label(key)}", now["excluded"].get(key, 0), then(key)) for key in codes]


def _plain(label: str, codes: list[str]) -> Group:
    return Group(label, [(code, "") for code in codes[:SHOWN]], len(codes), doubt=True)


def _came_or_left(label: str, lines: list[dict[str, str]]) -> Group:
    rows = [(line["id"], GROUNDS.get(line["ground"], line["ground"])) for line in lines[:SHOWN]]
    return Group(label, rows, len(lines), doubt=any(line["ground"] == UNEXPLAINED for line in lines))


def _parts(plan: DrawPlan) -> dict[str, str]:
    return {row["key"]: row.get("label") or row["key"] for row in plan.strata}


def _changed(label: str, lines: list[dict[str, str]], labels: dict[str, str]) -> Group:
    def word(key: str) -> str:
        return labels.get(key) or (exclusion_label(key) if key else "参加")

    rows = [(line["id"], f"{word(line['from'])} → {word(line['to'])}") for line in lines[:SHOWN]]
    return Group(label, rows, len(lines))
