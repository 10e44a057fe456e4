"""The filter form of the brand list; its choices are few and cached for a minute."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.safestring import SafeString

from applications.programmes.industry_choices import industry_choices, sector_choices
from applications.programmes.names import newest_contents, route_choices
from certification.register.search.order import CHOICES, NEWEST, ORDERS
from tianfu.accounts.regions.choices import place_choices, places
from tianfu.text.fields import TextField

STATUSES = [
    ("", "全部状态"),
    ("active", "有效"),
    ("suspended", "暂停"),
    ("withdrawn", "撤销"),
    ("cancelled", "注销"),
    ("expired", "过期"),
]


class BrandFilter(forms.Form):
    """GET form; unknown values select nothing rather than fail."""

    q = TextField(label="关键词", required=False, max_length=200)
    sector = forms.ChoiceField(label="领域", required=False)
    industry = forms.ChoiceField(label="产业", required=False)
    region = forms.ChoiceField(label="市（州）", required=False)
    route = forms.ChoiceField(label="方式", required=False)
    status = forms.ChoiceField(label="状态", required=False)
    programme = forms.ChoiceField(label="品牌", required=False)
    sort = forms.ChoiceField(label="次序", required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._offer("sector", [("", "全部领域"), *sector_choices()])
        self._offer("route", [("", "全部方式"), *route_choices()])
        self._offer("status", STATUSES)
        brands = [(content["slug"], content["name"]) for content in newest_contents()]
        self._offer("programme", [("", "全部品牌"), *brands])
        if len(brands) < 2:
            del self.fields["programme"]
        self._offer("sort", [("", ORDERS[NEWEST][0]), *(choice for choice in CHOICES if choice[0] != NEWEST)])
        self._offer("industry", [("", "全部产业"), *industry_choices()])
        self._offer("region", [("", places().whole), *place_choices()])
        self.fields["region"].label = places().kind

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


@dataclass(frozen=True)
class Drawn:
    """A field as components/filters.html shows it."""

    name: str
    label: str
    id_for_label: str
    html: SafeString

    def __str__(self) -> str:
        return self.html


@dataclass(frozen=True)
class DrawnFilter:
    visible_fields: tuple[Drawn, ...]
    hidden_fields: tuple[Drawn, ...] = ()


def drawn(data: Mapping[str, Any]) -> DrawnFilter:
    """`BrandFilter(data)` as its own fields would be drawn, from what was drawn before: a select has the same options for
    everybody, but for the one that is chosen. What is not offered chooses nothing."""
    brands = tuple((content["slug"], content["name"]) for content in newest_contents())
    offered = (tuple(route_choices()), industry_choices(), place_choices(), tuple(sector_choices()), brands)
    return DrawnFilter(tuple(_chosen(field, str(data.get(field.name, ""))) for field in _blank(*offered)))


@lru_cache(maxsize=10)
def _blank(*offered: tuple[tuple[str, str], ...]) -> tuple[Drawn, ...]:
    """With nothing chosen. `offered`: what `BrandFilter` reads from elsewhere."""
    fields = BrandFilter({}).visible_fields()
    plain = (str(field).replace(" selected>", ">", 1) for field in fields)
    return tuple(
        Drawn(field.name, str(field.label), str(field.id_for_label), SafeString(html))
        for field, html in zip(fields, plain, strict=True)
    )


def _chosen(field: Drawn, value: str) -> Drawn:
    told = escape(value)
    if field.html.startswith("<input"):
        beside = f' name="{field.name}"'
        html = field.html.replace(beside, f'{beside} value="{told}"', 1) if value else field.html
    else:
        html = field.html.replace(f'<option value="{told}">', f'<option value="{told}" selected>', 1)
    return Drawn(field.name, field.label, field.id_for_label, SafeString(html))
