"""Import: previewed row by row, taken as previewed in one transaction, nothing half; each wrong row says why."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError

from supervision.directories.imports import intake
from supervision.directories.imports.rows import COLUMNS, Target
from supervision.directories.models import DirectoryImport, InspectionObject, Inspector
from tests import make
from tests.refusing import unlike
from tests.supervision.make import bureau, inspector, plain_object
from tests.threads import together
from tianfu.accounts.models import Organisation
from tianfu.accounts.roles import Role
from tianfu.files.sheets.spreadsheets import csv_bytes
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotAllowed, NotPossible
from tianfu.workflow.signatures.shown import NO_PAGE, Changed

pytestmark = pytest.mark.django_db


HEAD = [name for name, _ in COLUMNS[Target.INSPECTORS]]


@pytest.fixture(autouse=True)
def spring(reference, clock):
    clock.set("2026-05-11")
    bureau()


@pytest.fixture
def planner(client):
    person = make.officer(Role.SPOTCHECK_MANAGER)
    client.force_login(person)
    return person


def row(number="5101000001", **cells):
    values = {
        "执法证号": number, "姓名": "周检查", "所在单位": "成都市市场监督管理局", "执法证有效期起": "2025-01-01",
        "执法证有效期止": "2029-12-31", "检查区域": "成都市、绵阳", "常驻地区": "510100", "业务专长": "制造",
        "可任主检人": "是", "账号邮箱": "",
    }  # fmt: skip
    return [{**values, **cells}[name] for name in HEAD]


def table(*rows, head=HEAD, name="人员.csv"):
    return SimpleUploadedFile(name, csv_bytes(head, rows))


def previewed(planner, *rows, target=Target.INSPECTORS, head=HEAD):
    return intake.preview(target, table(*rows, head=head), actor=planner)


def problems(batch):
    return [found for one in batch.rows.all() for found in one.problems]


def test_a_preview_changes_nothing_and_taking_it_enters_every_good_row(planner):
    batch = previewed(planner, row(), row("5101000002", 姓名="王检查"), row("5101000003", 检查区域="上海市"))
    assert (batch.total, batch.good, Inspector.objects.count()) == (3, 2, 0)
    intake.take(batch, actor=planner, shown=NO_PAGE)
    found = Inspector.objects.order_by("number")
    assert [one.number for one in found] == ["5101000001", "5101000002"]
    first = found[0]
    assert (first.name, first.unit, first.areas, first.home) == ("周检查", bureau(), ["5101", "5107"], "5101")
    assert (first.tags, first.lead, first.valid_until, first.listed_on) == (
        ["manufacturing"], True, date(2029, 12, 31), date(2026, 5, 11),
    )  # fmt: skip
    event = AuditEvent.objects.get(action="directory.import")
    assert (event.data["rows"], event.data["rows_sha256"]) == (2, batch.rows_sha256)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"执法证号": "川 执"}, "执法证号只能由数字、字母"),
        ({"执法证号": ""}, "“执法证号”没有填写"),
        ({"执法证有效期止": "2026-05-10"}, "执法证已于 2026-05-10 到期"),
        ({"执法证有效期止": "2024-05-10"}, "有效期止不能早于有效期起"),
        ({"执法证有效期起": "去年"}, "日期“去年”无法识别，请写成 2026-12-31 的形式。"),
        ({"执法证有效期起": "2025-02-30"}, "日期“2025-02-30”无法识别"),
        ({"检查区域": "上海市"}, "没有地区“上海市”，请写市（州）全称（如成都市）、行政区划代码，或“全省”。"),
        ({"检查区域": "510200"}, "没有地区“510200”"),
        ({"常驻地区": "成"}, None),
        ({"常驻地区": "阿"}, None),
        ({"常驻地区": "市"}, "没有地区“市”"),
        ({"业务专长": "魔法"}, "没有标签“魔法”，请从模板的说明中选用领域或产业的名称。"),
        ({"所在单位": "成都市局"}, "平台上没有单位“成都市局”"),
        ({"所在单位": "四川省市场监管学会"}, "只有监管部门可以登记检查人员"),
        ({"可任主检人": "也许"}, "“可任主检人”请填“是”或“否”"),
        ({"账号邮箱": "nobody@example.test"}, "没有邮箱为“nobody@example.test”、担任检查人员的账号。"),
        ({"姓名": "长" * 61}, "姓名最多 60 字"),
    ],
)
def test_each_wrong_cell_is_named_in_its_row(planner, cells, words):
    Organisation.objects.create(kind="operator", name="四川省市场监管学会")
    batch = previewed(planner, row(**cells))
    assert (batch.good == 1) is (words is None)
    assert words is None or words in " ".join(problems(batch))


def test_dates_and_areas_are_read_as_people_write_them(planner):
    cells = {
        "执法证有效期起": "２０２５年1月1日",
        "执法证有效期止": "2029/12/31",
        "检查区域": "全省",
        "常驻地区": "5107",
    }
    batch = previewed(planner, row("５１０１ 000001", **cells))
    intake.take(batch, actor=planner, shown=NO_PAGE)
    found = Inspector.objects.get()
    assert (found.number, found.valid_from, found.valid_until) == ("5101000001", date(2025, 1, 1), date(2029, 12, 31))
    assert (found.areas, found.home) == (["51"], "5107")


def test_duplicates_in_the_file_are_refused_from_the_second_on(planner):
    batch = previewed(planner, row(), row("5101 000001"))
    assert [one.problems for one in batch.rows.all()] == [[], ["执法证号与第 2 行重复。"]]


def test_a_code_stands_once_in_a_table_of_tags_and_a_heading_once_over_a_table_with_rows(planner):
    code, heads = plain_object().code, [name for name, _ in COLUMNS[Target.OBJECT_TAGS]]
    cells = [code if name == "检查对象编号" else "无" for name in heads]
    batch = previewed(planner, cells, cells, target=Target.OBJECT_TAGS, head=heads)
    assert problems(batch) == ["编号与第 2 行重复。"]
    local = make.officer(Role.SPOTCHECK_MANAGER, "510700")
    assert problems(previewed(local, cells, target=Target.OBJECT_TAGS, head=heads)) == ["该检查对象不在您的辖区。"]
    assert unlike([
        ("“人员.csv”：标题行下没有内容，请按模板填写后上传。", lambda: previewed(planner)),
        ("“人员.csv”：标题行里“姓名”出现两次，请去掉一列。",
         lambda: previewed(planner, [*row(), "周"], head=[*HEAD, "姓 名"])),
    ]) == {}  # fmt: skip


def test_an_entry_that_is_there_is_updated_and_keeps_its_account(planner):
    account = make.officer(Role.INSPECTOR, "510100")
    old = inspector(number="5101000001", user=account)
    off = inspector(number="5101000002", left_on=date(2026, 5, 1))
    batch = previewed(planner, row(), row(off.number))
    assert [one.what for one in batch.rows.all()] == ["change", ""]
    assert "已移出名录" in problems(batch)[0]
    intake.take(batch, actor=planner, shown=NO_PAGE)
    old.refresh_from_db()
    assert (old.valid_until, old.user) == (date(2029, 12, 31), account)
    assert [one.what for one in previewed(planner, row()).rows.all()] == ["same"]


def test_an_account_stands_for_one_inspector(planner):
    account = make.officer(Role.INSPECTOR, "510100")
    batch = previewed(planner, row(账号邮箱=account.email), row("5101000002", 账号邮箱=account.email.upper()))
    assert problems(batch) == [f"账号“{account.email.upper()}”与第 2 行重复。"]
    intake.take(batch, actor=planner, shown=NO_PAGE)
    assert Inspector.objects.get().user == account
    again = previewed(planner, row("5101000003", 账号邮箱=account.email))
    assert f"账号“{account.email}”已用于执法证号 5101000001。" in problems(again)


def test_a_planner_of_a_prefecture_imports_only_its_units(client):
    local = make.officer(Role.SPOTCHECK_MANAGER, "510700")
    batch = previewed(local, row())
    assert "不在您的辖区" in problems(batch)[0]
    there = inspector("510100", number="5101000009")
    moved = previewed(local, row(there.number, 所在单位=bureau("510700").name))
    assert problems(moved) == [f"该执法证号登记在“{there.unit}”，不在您的辖区。"]
    with pytest.raises(NotPossible, match="没有可以导入的行"):
        intake.take(batch, actor=local, shown=NO_PAGE)


def test_what_changed_since_the_preview_stops_the_whole_import(planner):
    batch = previewed(planner, row(), row("5101000002"))
    inspector(number="5101000002")
    with pytest.raises(NotPossible, match="没有导入任何一行"):
        intake.take(batch, actor=planner, shown=NO_PAGE)
    assert Inspector.objects.count() == 1


def test_a_certificate_that_ends_between_preview_and_taking_stops_it(planner, clock):
    batch = previewed(planner, row(执法证有效期止="2026-05-11"))
    assert batch.good == 1
    clock.set("2026-05-12")
    with pytest.raises(NotPossible, match="没有导入任何一行"):
        intake.take(batch, actor=planner, shown=NO_PAGE)


def test_nothing_is_half_imported_when_the_last_row_fails(planner, monkeypatch):
    batch = previewed(planner, row(), row("5101000002"))
    monkeypatch.setitem(intake._TAKERS, Target.INSPECTORS, _half)
    with pytest.raises(IntegrityError):
        intake.take(batch, actor=planner, shown=NO_PAGE)
    assert Inspector.objects.count() == 0
    batch.refresh_from_db()
    assert batch.open


def _half(batch, verdicts, actor):
    Inspector.objects.create(listed_on=the_clock.today(), **verdicts[0].values)
    raise IntegrityError("the disk is full")


def test_only_who_previewed_takes_it_and_only_once(planner):
    batch = previewed(planner, row())
    with pytest.raises(NotAllowed):
        intake.take(batch, actor=make.officer(Role.SPOTCHECK_MANAGER), shown=NO_PAGE)
    with pytest.raises(Changed):
        intake.take(batch, actor=planner, shown="")
    intake.take(batch, actor=planner, shown=NO_PAGE)
    with pytest.raises(NotPossible, match="已经办理"):
        intake.take(batch, actor=planner, shown=NO_PAGE)
    assert Inspector.objects.count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_import_once(reference, clock):
    clock.set("2026-05-11")
    bureau()
    planner = make.officer(Role.SPOTCHECK_MANAGER)
    batch = previewed(planner, row(), row("5101000002"))
    results = together(3, lambda _: intake.take(batch, actor=planner, shown=NO_PAGE))
    assert sum(isinstance(result, DirectoryImport) for result in results) == 1
    assert sum(isinstance(result, NotPossible) for result in results) == 2
    assert Inspector.objects.count() == 2


def test_added_tags_of_objects_are_imported_with_a_verdict_on_each_row(planner):
    plain_object("MU-1", tags=["service"])
    plain_object("MU-2", added_tags=["agriculture"])
    batch = previewed(
        planner, ["MU-1", "农产、服务"], ["MU-2", "无"], ["MU-3", "农产"], ["MU-1", "农产"], ["MU-2", "魔法"], ["", "农产"],
        target=Target.OBJECT_TAGS, head=["检查对象编号", "补充标签"],
    )  # fmt: skip
    assert [one.what for one in batch.rows.all()] == ["change", "change", "", "", "", ""]
    assert "没有编号为“MU-3”" in problems(batch)[0]
    intake.take(batch, actor=planner, shown=NO_PAGE)
    found = dict(InspectionObject.objects.values_list("code", "added_tags"))
    assert found == {"MU-1": ["agriculture"], "MU-2": []}
    assert InspectionObject.objects.get(code="MU-1").changes.get().cause == "批量导入"
