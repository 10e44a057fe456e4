"""What a PDF carries or runs, looked for in its whole tree: every object, not the places where it is usual."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pikepdf

from tianfu.files.inspection.refusal import refusal

_MOST_NODES = 2_000_000
REPRINT = "请用“打印为 PDF”重新生成后上传"
_SCRIPT, _MEDIA, _ATTACHMENT = "脚本（JavaScript）", "多媒体内容", "内嵌附件"

# Actions that run, send or open something; a link inside the document or to a web page is none.
# No structure element is called by one of these names: they are refused whatever else the dictionary holds.
_FORBIDDEN_ACTIONS = {
    "/JavaScript": _SCRIPT,
    "/JS": _SCRIPT,
    "/Launch": "启动其他程序的动作",
    "/SubmitForm": "提交表单的动作",
    "/ImportData": "导入数据的动作",
    "/GoToE": "打开内嵌文件的动作",
    "/GoToR": "打开其他文件的动作",
    "/Rendition": "多媒体动作",
    "/GoTo3DView": "多媒体动作",
    "/RichMediaExecute": "多媒体动作",
    "/Sound": "多媒体动作",
    "/Movie": "多媒体动作",
}
_FORBIDDEN_KEYS = {
    "/JS": _SCRIPT,
    "/JavaScript": _SCRIPT,
    "/EmbeddedFiles": _ATTACHMENT,
    "/EF": _ATTACHMENT,
    "/Collection": _ATTACHMENT,
    "/XFA": "动态表单（XFA）",
    "/RichMediaContent": _MEDIA,
    "/Renditions": _MEDIA,
    "/AlternatePresentations": _MEDIA,
}
_FORBIDDEN_SUBTYPES = {
    "/FileAttachment": _ATTACHMENT,
    "/RichMedia": _MEDIA,
    "/3D": "三维内容",
    "/Movie": _MEDIA,
    "/Sound": _MEDIA,
    "/Screen": _MEDIA,
    "/PS": "打印机程序（PostScript）",
}
# What a document may do by itself when it is opened: turn to a page.
_TURNS = frozenset({"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"})
# Where a link may lead. An address without a scheme is a web page or a place beside the document.
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def first_active(pdf: pikepdf.Pdf) -> str:
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
            raise refusal("too_complex", "PDF 结构过于复杂", REPRINT)
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
    return (
        _FORBIDDEN_ACTIONS.get(_text(node.get("/S")), "")
        or _FORBIDDEN_SUBTYPES.get(_text(node.get("/Subtype")), "")
        or _outside(node)
        or _by_itself(node)
    )


def _outside(node: Any) -> str:
    """An address that is none of a web page, or content that lies in another file."""
    for key in ("/URI", "/Base"):
        if isinstance(node.get(key), pikepdf.String) and not _is_web_address(str(node.get(key))):
            return "不是网页的链接地址"
    if isinstance(node, pikepdf.Stream) and (node.get("/F") is not None or node.get("/Ref") is not None):
        return "指向其他文件的内容"
    return "指向其他文件的内容" if _text(node.get("/FS")) == "/URL" else ""


def _is_web_address(address: str) -> bool:
    # Readers drop blanks and control characters before they look at the scheme.
    text = "".join(c for c in unicodedata.normalize("NFKC", address) if c.isprintable() and not c.isspace())
    scheme = _SCHEME.match(text)
    if scheme is None:
        return not text.startswith(("\\", "//"))
    # A name with a dot is a host with its port.
    return scheme[1].lower() in _SCHEMES or "." in scheme[1]


def _by_itself(node: Any) -> str:
    if node.get("/OpenAction") is not None and not _harmless(node.get("/OpenAction")):
        return "打开时自动执行的动作"
    if node.get("/AA") is not None and not all(_harmless(action) for action in _values(node.get("/AA"))):
        return "自动执行的动作"
    return ""


def _harmless(action: Any, depth: int = 0) -> bool:
    """Whether an action that runs unasked only turns pages, with all that follow it."""
    if depth > 20:
        return False
    if not isinstance(action, pikepdf.Dictionary):
        return True  # an array or a name is a place in the document
    kind = _text(action.get("/S"))
    if kind != "/GoTo" and not (kind == "/Named" and _text(action.get("/N")) in _TURNS):
        return False
    following = action.get("/Next")
    chain = list(following) if isinstance(following, pikepdf.Array) else [following]
    return all(_harmless(each, depth + 1) for each in chain if each is not None)


def _values(node: Any) -> list[Any]:
    """Of a dictionary or stream; nothing of anything else."""
    if not isinstance(node, pikepdf.Dictionary | pikepdf.Stream):
        return []
    # A Stream cannot be iterated, but has keys.
    return [node.get(key) for key in list(node.keys())]


def _is_empty(value: Any) -> bool:
    """An emptied name tree, as many programs leave it behind, carries nothing."""
    if isinstance(value, pikepdf.Dictionary):
        names, kids = value.get("/Names"), value.get("/Kids")
        has_tree = names is not None or kids is not None
        return len(value.keys()) == 0 or (has_tree and not (names or kids))
    return value is None


def _text(value: Any) -> str:
    return str(value) if value is not None else ""
