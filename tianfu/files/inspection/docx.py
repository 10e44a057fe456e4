from tianfu.files.inspection.packages import inspect_package, opened
from tianfu.files.inspection.refusal import refusal
from tianfu.files.kinds import Kind

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def inspect_docx(data: bytes) -> None:
    """Raises ValidationError unless the bytes are a plain Word document whose parts all parse."""
    with opened(data, Kind.DOCX.label) as package:
        inspect_package(package, _MAIN, Kind.DOCX.label)
        if "word/document.xml" not in package.namelist():
            raise refusal("damaged", "Word 文档缺少正文", "请重新另存为 .docx 后上传")
