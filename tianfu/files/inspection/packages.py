"""Office packages (.xlsx, .docx): a ZIP that unpacks within limits and carries only its own document."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from xml.parsers import expat

from defusedxml import DefusedXmlException, ElementTree

from tianfu.files.inspection.refusal import refusal

MOST_ENTRIES = 3000
MOST_UNPACKED = 64 * 1024 * 1024
# One small file that unpacks to a thousandfold is a bomb; tables of zeros stay below this.
MOST_RATIO = 150
_SMALL = 4 * 1024 * 1024
_CHUNK = 256 * 1024

_RESAVE = "请用 Office 或 WPS 重新另存后上传"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_LINK = re.compile(r"/relationships/hyperlink$")
_DDE = re.compile(rb"<w:instrText[^>]*>[^<]*\bDDE(?:AUTO)?\b", re.IGNORECASE)


@contextmanager
def opened(data: bytes, label: str) -> Iterator[zipfile.ZipFile]:
    """The package after its directory was checked; whatever cannot be read is refused in words."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_directory(package, len(data))
            yield package
    except (
        zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OverflowError, KeyError,
        RuntimeError, expat.ExpatError, ElementTree.ParseError, UnicodeDecodeError,
    ) as error:  # fmt: skip
        raise refusal("damaged", f"{label}不完整或已损坏，无法打开", _RESAVE) from error
    except DefusedXmlException as error:
        raise _entities() from error


def inspect_package(package: zipfile.ZipFile, main_type: str, label: str) -> None:
    """Raises ValidationError for macros, links to elsewhere, embedded objects and XML entities."""
    names = package.namelist()
    _refuse_parts(names, label)
    types = ElementTree.fromstring(package.read("[Content_Types].xml"), forbid_dtd=True)
    declared = {override.get("ContentType", "") for override in types.iter(_OVERRIDE)}
    if any("macroEnabled" in declared_type for declared_type in declared):
        raise _macros(label)
    if main_type not in declared:
        raise refusal("mismatch", f"文件内容不是{label}", _RESAVE)
    for name in names:
        _check_part(package, name, label)


def _check_directory(package: zipfile.ZipFile, size: int) -> None:
    entries = package.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED:
        raise _bomb()
    if unpacked > _SMALL and unpacked > MOST_RATIO * max(packed, 1):
        raise _bomb()
    if packed > size or _overlapping(entries):
        raise _bomb()
    if len({entry.filename for entry in entries}) != len(entries):
        raise refusal("damaged", "文件内部有重名的部分", _RESAVE)
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise refusal("encrypted", "文件已加密", "请取消密码后上传")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refusal("damaged", "文件使用了 Office 不支持的压缩方式", _RESAVE)
        parts = entry.filename.replace("\\", "/").split("/")
        if entry.filename.startswith(("/", "\\")) or ".." in parts or ":" in entry.filename:
            raise refusal("damaged", "文件内部的路径不合规", _RESAVE)


def _overlapping(entries: list[zipfile.ZipInfo]) -> bool:
    """Entries that share the same bytes are a bomb that looks small (D. Fifield, "A better zip bomb")."""
    spans = sorted((entry.header_offset, entry.compress_size) for entry in entries)
    return any(offset + size > after for (offset, size), (after, _) in pairwise(spans))


def _refuse_parts(names: list[str], label: str) -> None:
    for name in names:
        lowered = name.lower()
        if "vbaproject" in lowered or "/macrosheets/" in lowered or lowered.endswith((".bas", ".vbs", ".js")):
            raise _macros(label)
        if "externallinks/" in lowered:
            raise refusal("external_link", f"{label}引用了其他工作簿", "请断开外部链接后重新上传")
        if "/embeddings/" in lowered or "/activex/" in lowered or "oleobject" in lowered:
            raise refusal("embedded", f"{label}中嵌有其他文件或控件", "请删除嵌入对象，或另存为 PDF 后上传")


def _check_part(package: zipfile.ZipFile, name: str, label: str) -> None:
    """Reads the part to its end in small pieces, which also checks its length and check sum."""
    lowered = name.lower()
    parser = _strict_parser() if lowered.endswith((".xml", ".rels", ".vml")) else None
    with package.open(name) as part:
        tail = b""
        while piece := part.read(_CHUNK):
            if parser is not None:
                parser.Parse(piece, False)
            if lowered.startswith("word/") and _DDE.search(tail + piece):
                raise refusal("external_link", f"{label}中含有动态数据交换（DDE）域", "请删除该域后上传")
            tail = piece[-200:]
    if parser is not None:
        parser.Parse(b"", True)
    if lowered.endswith(".rels"):
        _check_relations(package.read(name), label)


def _check_relations(data: bytes, label: str) -> None:
    for relation in ElementTree.fromstring(data, forbid_dtd=True).iter(_RELATION):
        outside = relation.get("TargetMode", "").lower() == "external"
        if outside and not _LINK.search(relation.get("Type", "")):
            raise refusal("external_link", f"{label}引用了文件之外的内容", "请断开外部链接后重新上传")


def _strict_parser() -> expat.XMLParserType:
    """Office files never declare a document type (ECMA-376 part 2), so entities cannot occur."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise _entities()

    parser.StartDoctypeDeclHandler = refuse
    return parser


def _bomb() -> Exception:
    return refusal("bomb", "文件解压后过大，疑似压缩炸弹", "请删除多余的行、列和图片，重新另存后上传")


def _macros(label: str) -> Exception:
    return refusal("macros", f"{label}中含有宏", "请另存为不含宏的文件后上传")


def _entities() -> Exception:
    return refusal("entities", "文件中含有不允许的 XML 实体声明", _RESAVE)
