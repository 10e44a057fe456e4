"""Rules of a programme file about who and where: region and levels, the desks and who sits there."""

from collections.abc import Iterator
from typing import Any

from applications.cases.stages import stage
from applications.programme_files.faults import Fault
from applications.programme_files.payloads import Payload, names, table, text, used
from applications.programme_files.vocabulary import regions
from tianfu.accounts.regions.reference import Division
from tianfu.accounts.roles import Role

_LEVELS = {"province": "省", "prefecture": "市（州）", "county": "县（市、区）"}
# Desks that speak in every programme: who runs it, and who decides.
_ALWAYS = ("operator", "authority")


def place(payload: Payload) -> Iterator[Fault]:
    """Region and levels fit each other."""
    found = regions().get(text(payload.get("region")))
    level, review = text(payload.get("level")), text(payload.get("review_level"))
    if found is None:
        yield Fault(("region",), f"没有代码为 {payload.get('region')} 的行政区划。")
    elif level in _LEVELS and found.level != level:
        yield Fault(("level",), f"“{found.name}”是{_LEVELS[found.level]}级，与所写级别不符。")
    order = list(_LEVELS)
    if level in order and review in order and order.index(review) <= order.index(level):
        yield Fault(("review_level",), "初审级别应低于品牌项目所在级别。")
    elif (
        found is not None
        and found.level == level
        and not any(_within(row, found, review) for row in regions().values())
    ):
        yield Fault(("review_level",), f"“{found.name}”之下没有{_LEVELS.get(review, review)}级的行政区划。")


def _within(row: Division, region: Division, level: str) -> bool:
    """Is `row` a division of this level below `region`?"""
    return row.level == level and row.code.startswith(region.code[: 2 if region.level == "province" else 4])


def desks(payload: Payload) -> Iterator[Fault]:
    """Every stage has a label and a desk where somebody may act; every desk is somebody's."""
    given, named = table(payload.get("stages")), table(payload.get("desks"))
    passed = used(payload, "stages")
    for key in passed:
        if key not in given and key in stage.registered():
            yield Fault(("stages", key), "缺少这个环节的名称、岗位和依据。")
    for key, entry in given.items():
        if key not in passed:
            yield Fault(("stages", key), "没有方式经过这个环节。")
            continue
        yield from _desk(key, text(table(entry).get("desk")), named)
    for key in _ALWAYS:
        if key not in named:
            yield Fault(("desks", key), "缺少这个岗位：运营机构和主管机关每个品牌项目都要有。")
    wanted = {text(table(entry).get("desk")) for entry in given.values()} | set(_ALWAYS)
    for key, desk in named.items():
        if key not in wanted:
            yield Fault(("desks", key), "没有环节用到这个岗位。")
        for n, role in enumerate(names(table(desk).get("roles"))):
            if role not in Role.values:
                yield Fault(("desks", key, "roles", n), f"没有名为 {role} 的角色。")
        if key in _ALWAYS and "contact" not in table(desk):
            yield Fault(("desks", key, "contact"), "缺少地址和电话：公示、决定书要写。")
    if text(table(payload.get("remedy")).get("desk")) not in named:
        yield Fault(("remedy", "desk"), f"没有名为 {table(payload.get('remedy')).get('desk')} 的岗位。")


def _desk(key: str, name: str, named: dict[str, Any]) -> Iterator[Fault]:
    """Stage `key` at desk `name`."""
    path = ("stages", key, "desk")
    if name not in named:
        yield Fault(path, f"没有名为 {name} 的岗位。")
        return
    room = stage.registered().get(key)
    if room is None:
        return
    held = set(names(table(named[name]).get("roles")))
    for roles in (room.roles, room.second_roles):
        if roles and not held & set(roles):
            wanted = "、".join(f"{role.label}（{role}）" for role in roles)
            yield Fault(path, f"“{room.label}”没有人能办：岗位 {name} 须有角色{wanted}。")
    if room.regional != ("{region}" in text(table(named[name]).get("name"))):
        kind = "由属地办理，岗位名称要写 {region}" if room.regional else "不由属地办理，岗位名称不能写 {region}"
        yield Fault(path, f"“{room.label}”{kind}。")
