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

_SIGNATURES: tuple[tuple[int, bytes, Content], ...] = (
    (0, b"%PDF-", Content(Kind.PDF, Kind.PDF.label)),
    (0, b"\x89PNG\r\n\x1a\n", Content(Kind.PNG, Kind.PNG.label)),
    (0, b"\xff\xd8\xff", Content(Kind.JPEG, Kind.JPEG.label)),
    (0, b"GIF8", Content(None, "GIF 图片", "请另存为 PNG 或 JPEG 后上传")),
    (0, b"BM", Content(None, "BMP 图片", "请另存为 PNG 或 JPEG 后上传")),
    (0, b"II*\x00", Content(None, "TIFF 图片", "请另存为 PDF、PNG 或 JPEG 后上传")),
    (0, b"MM\x00*", Content(None, "TIFF 图片", "请另存为 PDF、PNG 或 JPEG 后上传")),
    (8, b"WEBP", Content(None, "WebP 图片", "请另存为 PNG 或 JPEG 后上传")),
    (4, b"ftyphei", Content(None, "HEIC 图片", _CONVERT_PHOTO)),
    (4, b"ftypmif1", Content(None, "HEIC 图片", _CONVERT_PHOTO)),
    (4, b"ftyp", Content(None, "视频")),
    (
        0,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        Content(None, "旧版或加了密码的 Office 文档", "请取消密码并另存为 .docx 或 .xlsx 后上传"),
    ),
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
    for offset, signature, content in _SIGNATURES:
        if data[offset : offset + len(signature)] == signature:
            return content
    return _text(data)


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
