"""What a row of an uploaded table means, and what is wrong with it; the same answer for the preview and for the taking."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from supervision.directories.inspectors.numbers import read_number
from supervision.directories.inspectors.roll import certificate_problems, may_keep
from supervision.directories.models import InspectionObject, Inspector
from supervision.directories.models.imports import DirectoryImport
from supervision.directories.plans.rules import holds
from supervision.directories.vocabulary import area_labels, read_area, read_list, read_tag, tag_labels
from tianfu.accounts.models import Organisation, OrganisationKind, User
from tianfu.accounts.roles import Role
from tianfu.text.search_key import search_key

Target = DirectoryImport.Target
# (heading, needed)
COLUMNS: dict[str, tuple[tuple[str, bool], ...]] = {
    Target.INSPECTORS: (
        ("执法证号", True), ("姓名", True), ("所在单位", True), ("执法证有效期起", True), ("执法证有效期止", True),
        ("检查区域", True), ("常驻地区", True), ("业务专长", False), ("可任主检人", False), ("账号邮箱", False),
    ),
    Target.OBJECT_TAGS: (("检查对象编号", True), ("补充标签", True)),
}  # fmt: skip
NEW, CHANGE, SAME = "new", "change", "same"
WORDS = {NEW: "新增", CHANGE: "更新", SAME: "无变化"}
_DAY = re.compile(r"^([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?$")
_YES, _NO = {"是", "可", "可任", "y", "yes", "1", "√"}, {"", "否", "不可", "不可任", "n", "no", "0"}


@dataclass
class Verdict:
    """`what` is NEW, CHANGE or SAME, "" with problems; `pk` the entry it changes; `values` what is stored."""

    number: int
    what: str = ""
    pk: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def read_day(text: str) -> date:
    """2026-12-31, 2026/12/31, 2026年12月31日, 20261231. Raises ValidationError in words."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    match = _DAY.match(plain) or re.match(r"^([0-9]{4})([0-9]{2})([0-9]{2})$", plain)
    try:
        if match is None:
            raise ValueError
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError as error:
        raise ValidationError(f"日期“{text}”无法识别，请写成 2026-12-31 的形式。") from error


class InspectorRows:
    """Reads rows of the roll for one planner; what the table needs of the database is read once."""

    def __init__(self, actor: Any, today: date, numbers: Sequence[str]) -> None:
        self.today = today
        self.areas, self.tags = area_labels(), tag_labels()
        units = Organisation.objects.exclude(kind=OrganisationKind.ENTERPRISE).select_related("region")
        self.units = {search_key(unit.name): unit for unit in units}
        self.kept = {unit.pk for unit in self.units.values() if may_keep(actor, unit)}
        people = Inspector.objects.filter(number__in=set(numbers)).select_related("unit")
        self.known = {person.number: person for person in people}
        held = User.objects.filter(role_grants__role=Role.INSPECTOR, role_grants__ended_at=None, is_active=True)
        self.users = {user.email.lower(): user.pk for user in held}
        taken = Inspector.objects.filter(user__isnull=False, left_on=None)
        self.taken = dict(taken.values_list("user", "number"))
        self.seen: dict[str, int] = {}
        self.seen_users: dict[int, int] = {}
        self.understood: dict[tuple[str, str], Any] = {}

    def read(self, number: int, cells: dict[str, str]) -> Verdict:
        """One row; `number` is the spreadsheet's."""
        verdict = Verdict(number)
        values, problems = verdict.values, verdict.problems
        self._read("number", lambda: read_number(cells["执法证号"]), verdict)
        self._once(values.get("number", ""), number, problems)
        values["name"] = cells["姓名"]
        if len(values["name"]) > 60:
            problems.append("姓名最多 60 字。")
        self._unit(cells["所在单位"], verdict)
        self._dates(cells, verdict)
        self._read("areas", lambda: self._same("areas", cells["检查区域"], self._areas), verdict)
        self._read("home", lambda: self._same("home", cells["常驻地区"], self._area), verdict)
        self._read("tags", lambda: self._same("tags", cells.get("业务专长", ""), self._tags), verdict)
        self._lead(cells.get("可任主检人", ""), verdict)
        self._user(cells.get("账号邮箱", ""), number, verdict)
        self._compare(verdict)
        return verdict

    def _read(self, name: str, reader: Any, verdict: Verdict) -> None:
        try:
            verdict.values[name] = reader()
        except ValidationError as error:
            verdict.problems.extend(error.messages)

    def _same(self, what: str, text: str, reader: Callable[[str], Any]) -> Any:
        """What a text means is found once for the thousands of rows in which it stands."""
        if (what, text) not in self.understood:
            self.understood[what, text] = reader(text)
        return self.understood[what, text]

    def _area(self, text: str) -> str:
        return read_area(text, self.areas)

    def _areas(self, text: str) -> list[str]:
        return sorted({self._area(part) for part in read_list(text)})

    def _tags(self, text: str) -> list[str]:
        return sorted({read_tag(part, self.tags) for part in read_list(text)})

    def _once(self, key: str, number: int, problems: list[str]) -> None:
        if key and key in self.seen:
            problems.append(f"执法证号与第 {self.seen[key]} 行重复。")
        self.seen.setdefault(key, number)

    def _unit(self, text: str, verdict: Verdict) -> None:
        unit = self.units.get(self._same("unit", text, search_key))
        if unit is None:
            verdict.problems.append(f"平台上没有单位“{text}”，请核对全称，或先在“组织”中登记。")
        elif unit.kind != OrganisationKind.AUTHORITY:
            verdict.problems.append(f"“{unit.name}”是{unit.get_kind_display()}，只有监管部门可以登记检查人员。")
        elif unit.pk not in self.kept:
            verdict.problems.append(f"“{unit.name}”不在您的辖区，请由其所在地或省级的抽查组织人导入。")
        else:
            verdict.values["unit_id"] = unit.pk

    def _dates(self, cells: dict[str, str], verdict: Verdict) -> None:
        self._read("valid_from", lambda: self._same("day", cells["执法证有效期起"], read_day), verdict)
        self._read("valid_until", lambda: self._same("day", cells["执法证有效期止"], read_day), verdict)
        values = verdict.values
        if "valid_from" in values and "valid_until" in values:
            verdict.problems += certificate_problems(values["valid_from"], values["valid_until"], self.today)

    def _lead(self, text: str, verdict: Verdict) -> None:
        plain = text.strip().lower()
        if plain not in _YES | _NO:
            verdict.problems.append(f"“可任主检人”请填“是”或“否”，不能填“{text}”。")
        verdict.values["lead"] = plain in _YES

    def _user(self, text: str, number: int, verdict: Verdict) -> None:
        email = text.strip().lower()
        if not email:
            return  # an entry keeps the account it has
        user, own = self.users.get(email), verdict.values.get("number")
        if user is None:
            verdict.problems.append(f"没有邮箱为“{text}”、担任检查人员的账号。")
        elif self.taken.get(user, own) != own:
            verdict.problems.append(f"账号“{text}”已用于执法证号 {self.taken[user]}。")
        elif user in self.seen_users:
            verdict.problems.append(f"账号“{text}”与第 {self.seen_users[user]} 行重复。")
        else:
            self.seen_users[user] = number
            verdict.values["user_id"] = user

    def _compare(self, verdict: Verdict) -> None:
        known = self.known.get(verdict.values.get("number", ""))
        if known is None:
            verdict.what = NEW
        elif known.unit_id not in self.kept:
            verdict.problems.append(f"该执法证号登记在“{known.unit}”，不在您的辖区。")
        elif not known.is_on_roll(self.today):
            verdict.problems.append("该执法证号已移出名录，请先在名录中重新列入。")
        else:
            verdict.pk = known.pk
            same = all(getattr(known, name) == value for name, value in verdict.values.items())
            verdict.what = SAME if same else CHANGE
        if verdict.problems:
            verdict.what = ""


class TagRows:
    """Reads rows of added tags."""

    def __init__(self, actor: Any, today: date, numbers: Sequence[str]) -> None:
        self.tags = tag_labels()
        self.actor = actor
        self.known: dict[str, list[InspectionObject]] = {}
        for row in InspectionObject.objects.filter(code__in=set(numbers)):
            self.known.setdefault(row.code, []).append(row)
        self.regions: dict[str, bool] = {}
        self.seen: dict[str, int] = {}

    def read(self, number: int, cells: dict[str, str]) -> Verdict:
        """One row; `number` is the spreadsheet's."""
        verdict, code = Verdict(number), cells["检查对象编号"]
        found = self.known.get(code, [])
        if code in self.seen:
            verdict.problems.append(f"编号与第 {self.seen[code]} 行重复。")
        self.seen.setdefault(code, number)
        if len(found) != 1:
            verdict.problems.append(f"名录中没有编号为“{code}”的检查对象。")
        elif not self._keeps(found[0].region_id):
            verdict.problems.append("该检查对象不在您的辖区。")
        parts = [] if cells["补充标签"] == "无" else read_list(cells["补充标签"])
        tags = set()
        for part in parts:
            try:
                tags.add(read_tag(part, self.tags))
            except ValidationError as error:
                verdict.problems.extend(error.messages)
        if not verdict.problems:
            row = found[0]
            verdict.pk, verdict.values = row.pk, {"added_tags": sorted(tags - set(row.tags))}
            verdict.what = SAME if verdict.values["added_tags"] == row.added_tags else CHANGE
        return verdict

    def _keeps(self, region: str) -> bool:
        if region not in self.regions:
            self.regions[region] = holds(self.actor, Role.SPOTCHECK_MANAGER, region)
        return self.regions[region]


READERS: dict[str, Any] = {Target.INSPECTORS: InspectorRows, Target.OBJECT_TAGS: TagRows}
KEY = {Target.INSPECTORS: "执法证号", Target.OBJECT_TAGS: "检查对象编号"}
