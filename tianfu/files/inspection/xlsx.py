import io
import zipfile

import openpyxl

from tianfu.files.inspection.packages import inspect_package, opened
from tianfu.files.inspection.refusal import refusal
from tianfu.files.kinds import Kind

_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def inspect_xlsx(data: bytes) -> None:
    """Raises ValidationError unless the bytes are a plain workbook that opens."""
    with opened(data, Kind.XLSX.label) as package:
        inspect_package(package, _MAIN, Kind.XLSX.label)
        if "xl/workbook.xml" not in package.namelist():
            raise refusal("damaged", "Excel 工作簿缺少主要部分", "请重新另存为 .xlsx 后上传")
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        sheets = len(workbook.sheetnames)
        workbook.close()
    # openpyxl lets through whatever its many readers raise; each means that the workbook does not open.
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        SyntaxError,
        zipfile.BadZipFile,
    ) as error:
        raise refusal("damaged", "Excel 工作簿已损坏，无法打开", "请重新另存为 .xlsx 后上传") from error
    if sheets == 0:
        raise refusal("damaged", "Excel 工作簿没有工作表", "请重新另存为 .xlsx 后上传")
