"""Checks of content, one module per kind: signature first, then the whole file is parsed."""

from collections.abc import Callable

from tianfu.files.inspection.docx import inspect_docx
from tianfu.files.inspection.images import inspect_jpeg, inspect_png
from tianfu.files.inspection.pdf import inspect_pdf
from tianfu.files.inspection.xlsx import inspect_xlsx
from tianfu.files.kinds import Kind

INSPECTIONS: dict[Kind, Callable[[bytes], None]] = {
    Kind.PDF: inspect_pdf,
    Kind.JPEG: inspect_jpeg,
    Kind.PNG: inspect_png,
    Kind.XLSX: inspect_xlsx,
    Kind.DOCX: inspect_docx,
}
