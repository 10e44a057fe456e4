"""The planner's form: one page from an empty plan to a commitment. What it reads becomes fields of the plan."""

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from django import forms

from supervision.directories.models import InspectionItem, PlannedBatch
from supervision.draws.frozen.strata import attributes
from supervision.draws.models import DrawPlan
from supervision.draws.plans.games import games, issue_of, known_until, source_of, upcoming
from supervision.draws.rules import ORGANISER
from supervision.draws.states import Mode
from tianfu.accounts.models import Region
from tianfu.text import moments
from tianfu.text.fields import NumberField, TextField, WholeField
from tianfu.workflow import clock
from tianfu.workflow.policies.values import policy

OFFERED = 12  # issues per game
_DATE = {"type": "date"}


class PlanForm(forms.Form):
    """`rows`: the strata as the page shows them, each with its ratio, minimum and note."""

    title = TextField(label="名称", max_length=80, help_text="例如：2026 年第四季度授权产品抽查")
    object_kind = forms.ChoiceField(label="检查对象")
    region = forms.ModelChoiceField(Region.objects.none(), label="地区", required=False, empty_label="全省")
    batch = forms.ModelChoiceField(
        PlannedBatch.objects.none(), label="年度计划批次", required=False, empty_label="不属于年度计划"
    )
    items = forms.ModelMultipleChoiceField(
        InspectionItem.objects.none(),
        label="抽查事项",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="只列出已经公布的事项；没有公布的不能检查。",
    )
    strata_by = forms.ChoiceField(label="按什么分层")
    mode = forms.ChoiceField(label="随机数来源", choices=Mode, widget=forms.RadioSelect)
    source_1 = forms.ChoiceField(label="第一个开奖号码", required=False)
    source_2 = forms.ChoiceField(label="第二个开奖号码", required=False, help_text="两家不相干的机构更可信。")
    fallback = TextField(
        label="延期开奖时",
        max_length=120,
        required=False,
        help_text="约定改用哪一期，例如：顺延到下一次开奖的一期。随方案公布，事后不能再选。",
    )
    team_size = WholeField(label="每组人数", unit="人", min_value=2, max_value=9)
    team_region = forms.ChoiceField(label="人员区域")
    team_need = forms.ChoiceField(label="专业要求")
    max_load = WholeField(
        label="每人最多检查户数", unit="户", min_value=0, max_value=999, required=False, help_text="0 为不限。"
    )
    visits_since = forms.DateField(label="检查期起", required=False, widget=forms.DateInput(_DATE, format="%Y-%m-%d"))
    visits_until = forms.DateField(label="检查期止", required=False, widget=forms.DateInput(_DATE, format="%Y-%m-%d"))
    draw_by = forms.DateField(label="最迟抽取日", required=False, widget=forms.DateInput(_DATE, format="%Y-%m-%d"))
    sealed = forms.BooleanField(
        label="抽取后暂不公开结果",
        required=False,
        help_text="产品抽样等不能事先告知对象时使用；到揭示日全部公开，任何人可以复核。",
    )
    reveal_by = forms.DateField(label="最迟揭示日", required=False, widget=forms.DateInput(_DATE, format="%Y-%m-%d"))
    acknowledged = forms.BooleanField(label="我已知悉上面列出的对象组不成检查组", required=False)

    def __init__(self, *args: Any, plan: DrawPlan, user: Any, strata: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan, self.strata = plan, strata
        fields: dict[str, Any] = self.fields
        for name in ("object_kind", "team_region", "team_need"):
            fields[name].choices = DrawPlan._meta.get_field(name).choices
        fields["strata_by"].choices = [(each.key, each.label) for each in attributes()]
        fields["region"].queryset = _regions(user)
        if user.regions_for(ORGANISER) is not None:
            fields["region"].required, fields["region"].empty_label = True, None
        fields["batch"].queryset = PlannedBatch.objects.filter(plan__year__gte=clock.today().year).select_related(
            "plan"
        )
        fields["items"].queryset = InspectionItem.objects.published(clock.today())
        offered = offered_issues(clock.now(), plan)
        fields["source_1"].choices = fields["source_2"].choices = [("", "请选择"), *offered]
        for name in ("source_1", "source_2"):
            fields[name].error_messages["invalid_choice"] = _not_offered()
        for row in strata:
            self._add_stratum(row)

    def _add_stratum(self, row: dict[str, Any]) -> None:
        key, label = row["key"], row["label"]
        percent = Fraction(row["num"], row["den"]) * 100
        shown = f"{float(percent):g}"
        self.fields[f"percent-{key}"] = NumberField(
            label=f"{label}：抽查比例", unit="%", min_value=0, max_value=100, decimal_places=3, initial=shown
        )
        self.fields[f"min-{key}"] = WholeField(
            label=f"{label}：至少抽取", unit="户", min_value=0, max_value=99999, initial=row["min"]
        )
        self.fields[f"note-{key}"] = TextField(
            label=f"{label}：至少抽取 0 户的理由", max_length=200, required=False, initial=row.get("note", "")
        )

    @property
    def stratum_fields(self) -> list[tuple[dict[str, Any], Any, Any, Any]]:
        """(row, ratio, minimum, note) for the table."""
        return [
            (row, self[f"percent-{row['key']}"], self[f"min-{row['key']}"], self[f"note-{row['key']}"])
            for row in self.strata
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = [data.get(name) for name in ("source_1", "source_2") if data.get(name)]
        if data.get("mode") == Mode.LOTTERY and not chosen:
            self.add_error("source_1", "请选择至少一个将来的开奖号码。" if _any_ahead() else _calendar_is_over())
        if len(set(chosen)) != len(chosen):
            self.add_error("source_2", "两个开奖号码不能相同。")
        since, until = data.get("visits_since"), data.get("visits_until")
        if since and until and until < since:
            self.add_error("visits_until", "检查期止不能早于检查期起。")
        if data.get("sealed") and not data.get("reveal_by"):
            self.add_error("reveal_by", "暂不公开的抽查须写明最迟揭示日。")
        return data

    def values(self) -> dict[str, Any]:
        """What `save_draft` takes, after `is_valid()`."""
        data = self.cleaned_data
        chosen = [data[name] for name in ("source_1", "source_2") if data.get(name)]
        names = (
            "title", "object_kind", "region", "batch", "mode", "sealed", "strata_by", "fallback", "team_size", "team_region",
            "team_need", "visits_since", "visits_until",
        )  # fmt: skip
        return {name: data[name] for name in names} | {
            "max_load": data["max_load"] or 0,
            "sources": [source_of(*value.split("|")) for value in chosen] if data["mode"] == Mode.LOTTERY else [],
            "draw_by": _end(data["draw_by"]),
            "reveal_by": _end(data["reveal_by"]) if data["sealed"] else None,
            "strata": [self._stratum(row) for row in self.strata],
        }

    def _stratum(self, row: dict[str, Any]) -> dict[str, Any]:
        key = row["key"]
        ratio = Fraction(str(self.cleaned_data[f"percent-{key}"])) / 100
        return {
            "key": key,
            "label": row["label"],
            "num": ratio.numerator,
            "den": ratio.denominator,
            "min": self.cleaned_data[f"min-{key}"],
            "note": self.cleaned_data[f"note-{key}"],
        }


def initial_of(plan: DrawPlan) -> dict[str, Any]:
    """The form's values for a stored draft."""
    chosen = [f"{row['id']}|{number}" for row, number in _issues_of(plan)]
    names = (
        "title", "object_kind", "region", "batch", "mode", "sealed", "strata_by", "fallback", "team_size", "team_region",
        "team_need", "max_load", "visits_since", "visits_until",
    )  # fmt: skip
    return {name: getattr(plan, name) for name in names} | {
        "items": list(plan.items.values_list("pk", flat=True)),
        "source_1": chosen[0] if chosen else "",
        "source_2": chosen[1] if len(chosen) > 1 else "",
        "draw_by": plan.draw_day,
        "reveal_by": plan.reveal_day,
        "acknowledged": bool(plan.acknowledged),
    }


def _issues_of(plan: DrawPlan) -> list[tuple[dict[str, str], str]]:
    return [(row, issue_of(row)) for row in plan.sources if row["id"] in games()]


def offered_issues(now: datetime, plan: DrawPlan) -> list[tuple[str, list[tuple[str, str]]]]:
    """The next drawings of each lottery that lie far enough ahead, and what the plan names already, in groups."""
    earliest = now + timedelta(hours=int(policy("draw.notice_hours")))
    named = {f"{row['id']}|{number}" for row, number in _issues_of(plan)}
    groups = []
    for game in games().values():
        rows = [(f"{game.id}|{issue.number}", issue) for issue in upcoming(game.id, earliest, OFFERED)]
        options = [
            (value, f"{game.label} 第 {issue.number} 期（{moments.numeric_moment(issue.at)}）") for value, issue in rows
        ]
        offered = {value for value, _ in options}
        old = [value for value in sorted(named - offered) if value.startswith(f"{game.id}|")]
        groups.append(
            (
                game.label,
                [(value, f"{game.label} 第 {value.split('|')[1]} 期（已过承诺时限）") for value in old] + options,
            )
        )
    return groups


def _not_offered() -> str:
    """A page that stood open while a drawing took place, or an address made up: the number would be known."""
    hours = int(policy("draw.notice_hours"))
    return f"这一期不能选用：已经开奖，或距现在不足 {hours} 小时。请选择列出的一期。"


def _any_ahead() -> bool:
    return any(upcoming(game, clock.now(), 1) for game in games())


def _calendar_is_over() -> str:
    """What to do when no drawing can be chosen any more."""
    until = moments.long_day(known_until())
    return (
        f"开奖日历只到{until}，没有可选的开奖号码。请改用现场掷骰，或请系统管理员在“政策参数”中补充新一年的休市日期。"
    )


def _regions(user: Any) -> Any:
    regions = user.regions_for(ORGANISER)
    rows = Region.objects.served().filter(kind="prefecture")
    return rows if regions is None else rows.filter(pk__in=regions)


def _end(day: date | None) -> datetime | None:
    """A day as the moment at which it is over; the page shows the day."""
    return clock.end_of(day) if day else None
