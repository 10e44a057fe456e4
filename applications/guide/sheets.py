"""Forms to download: workbooks made from the programme's data, so that they ask what the platform asks."""

from collections.abc import Callable

from applications.form.sections.evidence import EvidenceSection
from applications.programmes.models.programme import ProgrammeVersion
from applications.programmes.models.reference import IndicatorScheme
from tianfu.files.sheets.spreadsheets import xlsx_bytes

# The columns of the comparison table as the portal shows them, and how a row is filled in.
COMPARISON = (
    ("指标", "甲醛释放量"), ("单位", "mg/m³"), ("方向（越高越好/越低越好）", "越低越好"), ("本产品", "0.018"),
    ("检测依据", "检测报告编号和日期"), ("国际标准", ""), ("国际标准来源", ""), ("国家标准", "0.124"),
    ("国家标准来源", "GB 18580—2017"), ("行业值", "0.050"), ("行业值来源", "写明出处"),
)  # fmt: skip


def comparison_sheet(version: ProgrammeVersion) -> tuple[str, bytes]:
    header = [name for name, _ in COMPARISON]
    example = ["示例（请删除本行）：" + COMPARISON[0][1], *(value for _, value in COMPARISON[1:])]
    return "主要关键性能指标对比表.xlsx", xlsx_bytes("对比表", header, [example])


def self_check_sheet(version: ProgrammeVersion) -> tuple[str, bytes]:
    """One row an indicator of the programme's scheme, with room for the enterprise's own finding."""
    scheme = IndicatorScheme.objects.get(key=version.payload["indicator_scheme"]).payload
    names = {row["code"]: row["name"] for row in scheme["dimensions"]}
    header = ["维度", "编号", "指标", "怎样衡量", "证明材料", "自查情况", "证明材料页码"]
    rows = [
        [names[row["dimension"]], row["code"], row["name"], row["measure"], row["evidence"], "", ""]
        for row in scheme["indicators"]
    ]
    return "自查评价报告.xlsx", xlsx_bytes("自查评价", header, rows)


def checklist_sheet(version: ProgrammeVersion) -> tuple[str, bytes]:
    """Every file that each route asks for, to tick off before one starts."""
    rows = [
        [
            route["label"],
            entry["label"],
            "必备" if entry["required"] else "可选",
            entry["hint"],
            EvidenceSection.hint,
            "",
        ]
        for route in version.payload["routes"].values()
        for entry in route["evidence"]
    ]
    return "材料清单.xlsx", xlsx_bytes("材料清单", ["方式", "材料", "是否必备", "说明", "格式", "已备齐"], rows)


SHEETS: dict[str, Callable[[ProgrammeVersion], tuple[str, bytes]]] = {
    "comparison": comparison_sheet,
    "self-check": self_check_sheet,
    "checklist": checklist_sheet,
}
