"""The filter form of the brand list; its choices are few and cached for a minute."""

from django import forms

from applications.models import Sector
from applications.programmes.industry_choices import industry_choices
from applications.programmes.names import route_choices
from certification.register.search.order import CHOICES, NEWEST, ORDERS
from tianfu.accounts.regions.choices import prefecture_choices
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
    sort = forms.ChoiceField(label="次序", required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._offer("sector", [("", "全部领域"), *Sector.choices])
        self._offer("route", [("", "全部方式"), *route_choices()])
        self._offer("status", STATUSES)
        self._offer("sort", [("", ORDERS[NEWEST][0]), *(choice for choice in CHOICES if choice[0] != NEWEST)])
        self._offer("industry", [("", "全部产业"), *industry_choices()])
        self._offer("region", [("", "全省"), *prefecture_choices()])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
