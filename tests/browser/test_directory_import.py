"""An organiser imports inspectors from a table with errors: sees each row's verdict, takes the good ones, keeps the rest."""

import csv
import io
import re
from pathlib import Path
from typing import Any

from supervision.directories.imports.rows import COLUMNS, Target
from tianfu.files.sheets.spreadsheets import csv_bytes

HEAD = [name for name, _ in COLUMNS[Target.INSPECTORS]]
UNIT = "成都市市场监督管理局"
ROWS = [
    ["5101990001", "周检查", UNIT, "2024-01-01", "2099-12-31", "成都市", "成都市", "制造", "是", ""],
    ["5101990002", "王检查", UNIT, "2024-01-01", "2099-12-31", "上海市", "成都市", "制造", "否", ""],
    ["5101990001", "李检查", UNIT, "2024-01-01", "2020-12-31", "成都市", "成都市", "", "", ""],
]


def test_a_table_with_errors_is_previewed_and_its_good_rows_are_taken(
    stack: Any, scene: None, visitor: Any, tmp_path: Path
) -> None:
    stack.act("scene.bureau()")
    table = tmp_path / "人员.csv"
    table.write_bytes(csv_bytes(HEAD, ROWS))
    person = visitor("planner")
    person.go("/console/directory/imports/new/inspectors/")
    person.fill(file=str(table))
    person.press("上传并预览")
    person.reads("有问题 2")
    person.look(variant="preview")
    person.page.get_by_role("link", name=re.compile("^有问题")).click()
    person.reads("没有地区“上海市”")
    person.reads("执法证号与第 2 行重复")
    with person.page.expect_download() as sent:
        person.page.get_by_role("link", name=".csv").click()
    failed = list(csv.DictReader(io.StringIO(Path(sent.value.path()).read_text("utf-8-sig"))))
    assert [row["姓名"] for row in failed] == ["王检查", "李检查"]
    person.press("导入 1 行")
    person.reads("已导入 1 行")
    person.go("/console/directory/inspectors/")
    person.reads("5101990001")
