"""What the first bytes say a file is: enough to name it to the person who chose it."""

import zipfile
from dataclasses import dataclass
from io import BytesIO

from tianfu.files.kinds import Kind


@dataclass(frozen=True)
class Content:
    """`kind` is None for everything that may not be uploaded; `label` names it all the same."""

    kind: Kind | None
    label: str
    hint: str = ""


_CONVERT_PHOTO = "请在手机相机设置中改为“兼容性最佳”，或另存为 JPEG 后上传"
_AS_PICTURE = "请另存为 PNG 或 JPEG 后上传"
_AS_SCAN = "请另存为 PDF、PNG 或 JPEG 后上传"
_AS_PDF = "请用原软件导出为 PDF 后上传"

_SIGNATURES: tuple[tuple[int, bytes, Content], ...] = (
    (0, b"%PDF-", Content(Kind.PDF, Kind.PDF.label)),
    (0, b"\x89PNG\r\n\x1a\n", Content(Kind.PNG, Kind.PNG.label)),
    (0, b"\xff\xd8\xff", Content(Kind.JPEG, Kind.JPEG.label)),
    (0, b"GIF8", Content(None, "GIF 图片", _AS_PICTURE)),
    (0, b"BM", Content(None, "BMP 图片", _AS_PICTURE)),
    (0, b"II*\x00", Content(None, "TIFF 图片", _AS_SCAN)),
    (0, b"MM\x00*", Content(None, "TIFF 图片", _AS_SCAN)),
    (0, b"II+\x00", Content(None, "TIFF 图片", _AS_SCAN)),
    (0, b"MM\x00+", Content(None, "TIFF 图片", _AS_SCAN)),
    (8, b"WEBP", Content(None, "WebP 图片", _AS_PICTURE)),
    (4, b"JXL ", Content(None, "JPEG XL 图片", _AS_PICTURE)),
    (0, b"\xff\x0a", Content(None, "JPEG XL 图片", _AS_PICTURE)),
    (4, b"jP  ", Content(None, "JPEG 2000 图片", _AS_PICTURE)),
    (0, b"8BPS", Content(None, "Photoshop 文件", _AS_PICTURE)),
    (0, b"\xc5\xd0\xd3\xc6", Content(None, "EPS 图形", _AS_PDF)),
    (0, b"%!PS", Content(None, "PostScript 文件", _AS_PDF)),
    (0, b"AC10", Content(None, "AutoCAD 图纸", _AS_PDF)),
    (0, b"{\\rtf", Content(None, "RTF 文档", "请另存为 PDF 或 .docx 后上传")),
    (0, b"Rar!", Content(None, "RAR 压缩包", "请解压后逐个上传")),
    (0, b"7z\xbc\xaf", Content(None, "7z 压缩包", "请解压后逐个上传")),
    (0, b"\x1f\x8b", Content(None, "gzip 压缩包", "请解压后逐个上传")),
    (0, b"MZ", Content(None, "Windows 程序")),
    (0, b"\x7fELF", Content(None, "Linux 程序")),
    (0, b"#!", Content(None, "脚本")),
)  # fmt: skip

_UNKNOWN = Content(None, "无法识别的内容")


def content_of(data: bytes) -> Content:
    """What the bytes are, by signature; for an Office package by its main part."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(data)
    if data.startswith(_COMPOUND):
        return _compound(data)
    if data[4:8] == b"ftyp":
        return _media(data)
    for offset, signature, content in _SIGNATURES:
        if data[offset : offset + len(signature)] == signature:
            return content
    return _text(data)


# The brands of ISO 23008-12 (HEIF) and AV1 image files: a phone's photo, whatever ending it was given.
_AVIF = frozenset({b"avif", b"avis", b"avio"})
_HEIF = frozenset(
    {
        b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs",
        b"mif1", b"mif2", b"msf1", b"miaf", b"MiHB", b"MiHE", b"MiPr", b"jpeg", b"avci", b"avcs", b"vvic",
    }
)  # fmt: skip


def _media(data: bytes) -> Content:
    """By the brands that the file type box names: major brand first, then what it is compatible with."""
    size = min(int.from_bytes(data[:4]), 512)
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, max(size, 16), 4))}
    if brands & _AVIF:
        return Content(None, "AVIF 图片", _CONVERT_PHOTO)
    if brands & _HEIF:
        return Content(
            None, "HEIC 图片" if any(b.startswith((b"hei", b"hev")) for b in brands) else "HEIF 图片", _CONVERT_PHOTO
        )
    return Content(None, "视频")


# OLE compound files hold every old Office format, and new ones that need a password (MS-OFFCRYPTO 2.3.2).
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS: tuple[tuple[str, Content], ...] = (
    ("EncryptedPackage", Content(None, "加了密码的 Office 文档", "请取消密码并另存为 .docx 或 .xlsx 后上传")),
    ("WordDocument", Content(None, "旧版 Word 文档（.doc）", "请用 Word 或 WPS 另存为 .docx 或 PDF 后上传")),
    ("Workbook", Content(None, "旧版 Excel 工作簿（.xls）", "请用 Excel 或 WPS 另存为 .xlsx 或 PDF 后上传")),
    ("Book", Content(None, "旧版 Excel 工作簿（.xls）", "请用 Excel 或 WPS 另存为 .xlsx 或 PDF 后上传")),
    ("PowerPoint Document", Content(None, "旧版演示文稿（.ppt）", "请另存为 PDF 后上传")),
)
_OLD_OFFICE = Content(None, "旧版或加了密码的 Office 文档", "请取消密码并另存为 .docx 或 .xlsx 后上传")


def _compound(data: bytes) -> Content:
    """By the names in its directory, which are UTF-16 at the start of 128-byte entries of 512-byte sectors."""
    for name, content in _STREAMS:
        entry = name.encode("utf-16-le") + b"\x00\x00"
        at = data.find(entry)
        while at >= 0:
            if at % 128 == 0:
                return content
            at = data.find(entry, at + 1)
    return _OLD_OFFICE


def _package(data: bytes) -> Content:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = {name.lower() for name in package.namelist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
        return Content(None, "损坏的压缩包")
    if "[content_types].xml" in names:
        if any(name.startswith("xl/") for name in names):
            return Content(Kind.XLSX, Kind.XLSX.label)
        if any(name.startswith("word/") for name in names):
            return Content(Kind.DOCX, Kind.DOCX.label)
        return Content(None, "其他类型的 Office 文档", "请另存为 PDF 后上传")
    if "ofd.xml" in names:
        return Content(None, "OFD 文档", "请用阅读器导出为 PDF 后上传")
    return Content(None, "ZIP 压缩包", "请解压后逐个上传")


def _text(data: bytes) -> Content:
    head = data[:1024].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").lower().replace(b"\x00", b"")
    if b"<svg" in head:
        return Content(None, "SVG 图形", "请另存为 PNG 后上传")
    if any(mark in head for mark in (b"<!doctype html", b"<html", b"<script", b"<body")):
        return Content(None, "网页（HTML）", "请在浏览器中打印为 PDF 后上传")
    if head.startswith(b"<?xml"):
        return Content(None, "XML 文本")
    try:
        data[:4096].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(data[:4096]) - 4:
            return _UNKNOWN
    return Content(None, "纯文本") if b"\x00" not in data[:4096] else _UNKNOWN
