"""Entries of the menus, from the `menu.toml` of the subjects whose pages they open.

A file holds lists named by the menu: `[[public]]`, `[[portal]]` (members of an enterprise), `[[portal_body]]` (of a
certification body), `[[portal_account]]`, `[[console]]`, `[[console_marks]]` (what holders of a mark ask for and report),
`[[console_more]]` (lists of models).
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.core.checks import CheckMessage, Error, register
from django.urls import NoReverseMatch, reverse

from tianfu.accounts.roles import Role
from tianfu.registry.discovery import place_of
from tianfu.registry.table import Table

MENUS = ("public", "portal", "portal_body", "portal_account", "console", "console_marks", "console_more")


@dataclass(frozen=True)
class Entry:
    """`page`: the name of its address, in `console_more` a model that the admin site lists. `order`: lower comes first,
    no two of one menu alike. `also`: pages (or beginnings of addresses) that belong to it though theirs is another. `role`: of a
    page that more people may read than act on, who acts; for the others it is linked from what it concerns."""

    menu: str
    label: str
    page: str
    order: int
    also: tuple[str, ...] = ()
    role: str = ""


class _Entries(Table[Entry]):
    def read(self, path: Path) -> None:
        for menu, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for entry in entries:
                also, role = tuple(entry.get("also", ())), entry.get("role", "")
                row = Entry(menu, entry["label"], entry["page"], entry["order"], also, role)
                self.add(f"{menu} {row.page}", row, place_of(path))


ENTRIES = _Entries("菜单项", "menu.toml")


def entries(menu: str) -> list[Entry]:
    return _sorted(menu, len(ENTRIES))


@cache
def _sorted(menu: str, so_many: int) -> list[Entry]:
    """Entries are added while the apps are loaded, and none is ever taken away."""
    return sorted((entry for entry in ENTRIES.values() if entry.menu == menu), key=lambda entry: entry.order)


@register
def menus_lead_somewhere(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """A wrong name is said at the start, not on every page of a surface."""
    return [Error(sentence, id="site.E001") for sentence in wrong_entries(ENTRIES.values())]


def wrong_entries(rows: Iterable[Entry]) -> list[str]:
    found, taken = [], set()
    for entry in rows:
        name = f"菜单项“{entry.label}”"
        if entry.menu not in MENUS:
            found.append(f"{name}所在的菜单“{entry.menu}”不存在。")
        pages = [] if entry.menu == "console_more" else [entry.page, *entry.also]
        found += [f"{name}指向的页面“{page}”不存在。" for page in pages if not _is_page(page)]
        if entry.menu == "console_more" and not _is_listed(entry.page):
            found.append(f"{name}指向的模型“{entry.page}”没有后台列表。")
        if entry.role and entry.role not in Role:
            found.append(f"{name}所属的岗位“{entry.role}”不存在。")
        if (entry.menu, entry.order) in taken:
            found.append(f"{name}的次序 {entry.order} 在菜单“{entry.menu}”中已被占用。")
        taken.add((entry.menu, entry.order))
    return found


def _is_page(name: str) -> bool:
    if name.startswith("/"):
        return name.endswith("/")
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True


def _is_listed(model: str) -> bool:
    try:
        return apps.get_model(model) in admin.site._registry
    except LookupError:
        return False
