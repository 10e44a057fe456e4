"""PDF: opens completely without a password, runs nothing and carries nothing."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import settings as qpdf_settings

from tianfu.files.inspection.refusal import refusal

MOST_PAGES = 1000
_MOST_NODES = 2_000_000
_TRAILER = 1024

# Object streams are unpacked while a file opens; without limits 20 MB of upload could fill the memory.
qpdf_settings.set_qpdf_limits(
    flate_max_memory=128 * 1024 * 1024,
    png_max_memory=128 * 1024 * 1024,
    tiff_max_memory=128 * 1024 * 1024,
    run_length_max_memory=128 * 1024 * 1024,
    max_stream_filters=4,
    doc_max_warnings=500,
)

_REPRINT = "请用“打印为 PDF”重新生成后上传"

# Actions that run, send or open something; a link inside the document or to a web page is none.
_FORBIDDEN_ACTIONS = {
    "/JavaScript": "脚本（JavaScript）",
    "/Launch": "启动其他程序的动作",
    "/SubmitForm": "提交表单的动作",
    "/ImportData": "导入数据的动作",
    "/GoToE": "打开内嵌文件的动作",
    "/Rendition": "多媒体动作",
    "/RichMediaExecute": "多媒体动作",
    "/Sound": "多媒体动作",
    "/Movie": "多媒体动作",
}
# What a document may do by itself when it is opened: turn to a page.
_HARMLESS_BY_ITSELF = frozenset({"/GoTo", "/Named"})

_FORBIDDEN_KEYS = {
    "/JS": "脚本（JavaScript）",
    "/JavaScript": "脚本（JavaScript）",
    "/EmbeddedFiles": "内嵌附件",
    "/EF": "内嵌附件",
    "/XFA": "动态表单（XFA）",
    "/RichMediaContent": "多媒体内容",
}
_FORBIDDEN_SUBTYPES = {
    "/FileAttachment": "内嵌附件",
    "/RichMedia": "多媒体内容",
    "/3D": "三维内容",
    "/Movie": "多媒体内容",
    "/Sound": "多媒体内容",
    "/Screen": "多媒体内容",
}


def inspect_pdf(data: bytes) -> None:
    """Raises ValidationError unless the bytes are one whole, plain PDF of at most MOST_PAGES pages.

    A file that opens for everybody but forbids copying or printing (an owner password, as laboratories lock their
    reports) is accepted; one that asks for a password, or is sealed for certain readers, is not.
    """
    _refuse_trailing_content(data)
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pages = len(pdf.pages)
            if pages == 0:
                raise refusal("damaged", "PDF 没有页面", "请重新导出后上传")
            if pages > MOST_PAGES:
                raise refusal("too_many_pages", f"PDF 有 {pages} 页，超过 {MOST_PAGES} 页", "请拆分后上传")
            if found := _first_active(pdf):
                raise refusal("active_content", f"PDF 中含有{found}，出于安全不能接收", _REPRINT)
    except pikepdf.PasswordError as error:
        raise _encrypted() from error
    # qpdf reports a broken structure by several types; all of them mean that it cannot be read.
    except (pikepdf.PdfError, pikepdf.PikepdfError, RuntimeError, ValueError, TypeError, KeyError) as error:
        if _UNREADABLE_LOCK.search(str(error)):
            raise _encrypted() from error
        raise refusal("damaged", "PDF 不完整或已损坏，无法打开", "请重新导出后上传") from error


# What qpdf says of locks that it knows no key for: certificates (PubSec) and vendors' own schemes.
_UNREADABLE_LOCK = re.compile(r"encrypt|decrypt|password|security handler", re.IGNORECASE)


def _encrypted() -> Exception:
    return refusal("encrypted", "PDF 需要密码才能打开，审核人员无法查看", "请去除打开密码，或打印为不加密的 PDF 后上传")


def _refuse_trailing_content(data: bytes) -> None:
    end = data.rfind(b"%%EOF")
    trailer = data[end + 5 :] if end >= 0 else b""
    if len(trailer.strip()) > _TRAILER or re.search(rb"PK\x05\x06|PK\x03\x04|<script|<html", trailer, re.IGNORECASE):
        raise refusal("stowaway", "PDF 末尾夹带了其他内容", _REPRINT)


def _first_active(pdf: pikepdf.Pdf) -> str:
    """Chinese name of the first thing found that runs or carries something; empty when there is none."""
    for node in _dictionaries(pdf):
        if found := _active(node):
            return found
    return ""


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary, also those written inside others and those no page refers to."""
    budget = _MOST_NODES
    stack: list[Any] = [pdf.trailer, *pdf.objects]
    while stack:
        node = stack.pop()
        budget -= 1
        if budget < 0:
            raise refusal("too_complex", "PDF 结构过于复杂", _REPRINT)
        if isinstance(node, pikepdf.Array):
            children = list(node)
        elif isinstance(node, pikepdf.Dictionary | pikepdf.Stream):
            yield node
            children = _values(node)
        else:
            continue
        stack.extend(
            child
            for child in children
            # What is indirect stands in pdf.objects by itself; following it would walk in circles.
            if isinstance(child, pikepdf.Array | pikepdf.Dictionary) and not child.is_indirect
        )


def _active(node: Any) -> str:
    keys = set(node.keys())
    for key in keys & _FORBIDDEN_KEYS.keys():
        if not _is_empty(node.get(key)):
            return _FORBIDDEN_KEYS[key]
    if "/S" in keys and node.get("/Type") != "/StructElem" and "/Pg" not in keys:
        if action := _FORBIDDEN_ACTIONS.get(_text(node.get("/S"))):
            return action
    if "/Subtype" in keys and _text(node.get("/Type")) in ("", "/Annot"):
        if subtype := _FORBIDDEN_SUBTYPES.get(_text(node.get("/Subtype"))):
            return subtype
    if "/OpenAction" in keys and not _harmless(node.get("/OpenAction")):
        return "打开时自动执行的动作"
    if "/AA" in keys and not all(_harmless(action) for action in _values(node.get("/AA"))):
        return "自动执行的动作"
    return ""


def _values(node: Any) -> list[Any]:
    """Of a dictionary or stream; nothing of anything else."""
    if not isinstance(node, pikepdf.Dictionary | pikepdf.Stream):
        return []
    # A Stream cannot be iterated, but has keys.
    return [node.get(key) for key in list(node.keys())]


def _harmless(action: Any) -> bool:
    # An array or a name is a place in the document.
    return not isinstance(action, pikepdf.Dictionary) or _text(action.get("/S")) in _HARMLESS_BY_ITSELF


def _is_empty(value: Any) -> bool:
    """An emptied name tree, as many programs leave it behind, carries nothing."""
    if isinstance(value, pikepdf.Dictionary):
        names, kids = value.get("/Names"), value.get("/Kids")
        has_tree = names is not None or kids is not None
        return len(value.keys()) == 0 or (has_tree and not (names or kids))
    return value is None


def _text(value: Any) -> str:
    return str(value) if value is not None else ""
