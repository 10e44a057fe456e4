import hashlib
import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from tests.files import make
from tianfu.accounts.models import User
from tianfu.files.kinds import Kind
from tianfu.files.models import StoredFile
from tianfu.files.uploads import accept

pytestmark = pytest.mark.django_db

MIB = 1024 * 1024


def _accept(name: str, data: bytes, kinds: tuple[Kind, ...] = tuple(Kind), limit: int = 5 * MIB) -> StoredFile:
    return accept(make.upload(name, data), kinds=kinds, max_bytes=limit, actor=None, purpose="test.open")


def _refusal(name: str, data: bytes, kinds: tuple[Kind, ...] = tuple(Kind), limit: int = 5 * MIB) -> tuple[str, str]:
    """Code and sentence of the refusal; asserts that nothing stayed behind."""
    with pytest.raises(ValidationError) as caught:
        _accept(name, data, kinds, limit)
    assert not StoredFile.objects.exists()
    assert _on_disk() == []
    return str(caught.value.code), caught.value.messages[0]


def _on_disk() -> list[Path]:
    from django.conf import settings

    root = Path(settings.MEDIA_ROOT)
    return [path for path in root.rglob("*") if path.is_file()] if root.exists() else []


@pytest.mark.parametrize(
    ("name", "data", "content_type"),
    [
        ("检测报告.pdf", make.pdf(), "application/pdf"),
        ("检测报告.PDF", make.pdf(3), "application/pdf"),
        ("产品.png", make.picture(), "image/png"),
        ("产品.jpg", make.picture("JPEG"), "image/jpeg"),
        ("产品.jpeg", make.picture("JPEG", progressive=True), "image/jpeg"),
        ("微信图片.jfif", make.picture("JPEG"), "image/jpeg"),
        ("微信图片.JFIF", make.picture("JPEG"), "image/jpeg"),
        ("扫描.jpe", make.picture("JPEG"), "image/jpeg"),
        ("扫描.pjpeg", make.picture("JPEG"), "image/jpeg"),
        ("对比表.xlsx", make.xlsx(), Kind.XLSX.content_type),
        ("说明.docx", make.docx(), Kind.DOCX.content_type),
        ("检测报告v1.2.pdf", make.pdf(), "application/pdf"),
        ("老程序.exe.pdf", make.pdf(), "application/pdf"),
    ],
)
def test_a_good_file_is_stored_as_it_came(name: str, data: bytes, content_type: str) -> None:
    file = StoredFile.objects.get(pk=_accept(name, data).pk)
    assert (file.name, file.content_type, file.size) == (name, content_type, len(data))
    assert file.sha256 == hashlib.sha256(data).hexdigest()
    assert file.read() == data


def test_the_place_on_disk_is_random_and_outside_the_web_root(settings: object) -> None:
    file = _accept("../../static/evil.pdf", make.pdf())
    assert file.name == "evil.pdf"
    assert re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{32}", file.path)
    assert file.path.startswith(f"{file.path[6:8]}/{file.path[8:10]}/")
    assert str(file.pk).replace("-", "") not in file.path
    assert [path.relative_to(settings.MEDIA_ROOT).as_posix() for path in _on_disk()] == [file.path]  # type: ignore[attr-defined]
    assert not str(settings.MEDIA_ROOT).startswith(str(settings.STATIC_ROOT))  # type: ignore[attr-defined]


def test_the_same_file_again_is_fine() -> None:
    one, two = _accept("a.pdf", make.pdf()), _accept("a.pdf", make.pdf())
    assert one.pk != two.pk
    assert one.path != two.path


def test_who_uploaded_it_is_kept() -> None:
    person: User = make.user()
    file = accept(make.upload("a.pdf", make.pdf()), kinds=[Kind.PDF], max_bytes=MIB, actor=person, purpose="test.open")
    assert StoredFile.objects.get(pk=file.pk).uploaded_by == person


def test_an_empty_file_is_refused() -> None:
    assert _refusal("检测报告.pdf", b"") == (
        "empty",
        "“检测报告.pdf”是空文件（0 字节），请重新选择文件后上传。",
    )


def test_the_limit_itself_passes_and_one_byte_more_does_not() -> None:
    data = make.pdf()
    assert _accept("a.pdf", data, limit=len(data)).size == len(data)
    StoredFile.objects.all().delete()
    for path in _on_disk():
        path.unlink()
    code, sentence = _refusal("a.pdf", data, limit=len(data) - 1)
    assert code == "too_large"
    assert sentence.startswith("“a.pdf”大小为 ")


def test_a_too_large_file_is_told_its_size_and_the_limit() -> None:
    assert _refusal("a.pdf", b"%PDF-" + b"x" * (5 * MIB))[1] == (
        "“a.pdf”大小为 5.1 MB，超过上限 5 MB，请压缩或拆分后上传。"
    )


def test_a_declared_size_is_not_believed() -> None:
    lying = make.upload("a.pdf", b"%PDF-" + b"x" * MIB)
    lying.size = 10
    with pytest.raises(ValidationError) as caught:
        accept(lying, kinds=[Kind.PDF], max_bytes=MIB, actor=None, purpose="test.open")
    assert caught.value.code == "too_large"


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("报告.pdf", make.picture(), "“报告.pdf”的扩展名是 .pdf，内容却是 PNG 图片，请将扩展名改为 .png，或重新导出后上传。"),
        ("照片.png", make.picture("JPEG"), "“照片.png”的扩展名是 .png，内容却是 JPEG 图片，请将扩展名改为 .jpg，或重新导出后上传。"),
        ("报告.pdf", b"<!DOCTYPE html><html></html>", "“报告.pdf”的扩展名是 .pdf，内容却是网页（HTML），请在浏览器中打印为 PDF 后上传。"),
        ("图.png", b'<?xml version="1.0"?><svg xmlns="x" onload="alert(1)"/>', "“图.png”的扩展名是 .png，内容却是 SVG 图形，请另存为 PNG 后上传。"),
        ("照片.jpg", b"\0\0\0\x18ftypheic\0\0\0\0", "“照片.jpg”的扩展名是 .jpg，内容却是 HEIC 图片，请在手机相机设置中改为“兼容性最佳”，或另存为 JPEG 后上传。"),
        ("表.xlsx", make.docx(), "“表.xlsx”的扩展名是 .xlsx，内容却是 Word 文档（.docx），请将扩展名改为 .docx，或重新导出后上传。"),
        ("表.xlsx", make.package({"a.txt": "x"}), "“表.xlsx”的扩展名是 .xlsx，内容却是 ZIP 压缩包，请解压后逐个上传。"),
        ("说明.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "“说明.docx”的扩展名是 .docx，内容却是旧版或加了密码的 Office 文档，请取消密码并另存为 .docx 或 .xlsx 后上传。"),
        ("报告.pdf", b"MZ" + b"\0" * 100, "“报告.pdf”的扩展名是 .pdf，内容却是 Windows 程序，请上传 PDF 文档、JPEG 图片、PNG 图片、Excel 工作簿（.xlsx）、Word 文档（.docx）。"),
        ("报告.pdf", b"\0\1\2\3" * 100, "“报告.pdf”的扩展名是 .pdf，内容却是无法识别的内容，请上传 PDF 文档、JPEG 图片、PNG 图片、Excel 工作簿（.xlsx）、Word 文档（.docx）。"),
        ("报告.pdf", "只是文字".encode(), "“报告.pdf”的扩展名是 .pdf，内容却是纯文本，请上传 PDF 文档、JPEG 图片、PNG 图片、Excel 工作簿（.xlsx）、Word 文档（.docx）。"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_its_name_says_is_refused_in_words(name: str, data: bytes, sentence: str) -> None:
    assert _refusal(name, data) == ("mismatch", sentence)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("检测报告.pdf.exe", "“检测报告.pdf.exe”：此处不接收扩展名“.exe”，请上传 PDF 文档。"),
        ("检测报告\u202efdp.exe", "“检测报告fdp.exe”：此处不接收扩展名“.exe”，请上传 PDF 文档。"),
        ("图.svg", "“图.svg”：此处不接收扩展名“.svg”，请上传 PDF 文档。"),
        ("页.html", "“页.html”：此处不接收扩展名“.html”，请上传 PDF 文档。"),
        ("表.xlsm", "“表.xlsm”：此处不接收扩展名“.xlsm”，请上传 PDF 文档。"),
        ("检测报告", "“检测报告”没有扩展名，请改名为“检测报告.pdf”后上传。"),
        ("报告.png", "“报告.png”：此处不接收扩展名“.png”，请上传 PDF 文档。"),
    ],
)
def test_an_extension_that_is_not_on_the_fields_list_is_refused(name: str, sentence: str) -> None:
    assert _refusal(name, make.pdf(), (Kind.PDF,))[1] == sentence


def test_a_nul_in_the_name_does_not_cut_it() -> None:
    assert _refusal("报告.exe\x00.pdf", b"MZ\0\0")[1].startswith("“报告.exe.pdf”的扩展名是 .pdf，内容却是")


def test_a_refused_content_is_named_with_its_file() -> None:
    code, sentence = _refusal("报告.pdf", make.pdf(change=make.javascript("link")))
    assert code == "active_content"
    assert sentence == "“报告.pdf”：PDF 中含有脚本（JavaScript），出于安全不能接收，请用“打印为 PDF”重新生成后上传。"


def test_a_file_without_a_name_is_still_answered_in_words() -> None:
    nameless = UploadedFile(file=make.upload("x", make.pdf()).file, name=None, size=len(make.pdf()))
    with pytest.raises(ValidationError) as caught:
        accept(nameless, kinds=[Kind.PDF], max_bytes=MIB, actor=None, purpose="test.open")
    assert caught.value.messages == ["“未命名文件”没有扩展名，请改名为“未命名文件.pdf”后上传。"]


def _box(major: bytes, *more: bytes) -> bytes:
    """The first bytes of a file of the ISO family: its brand and what it is compatible with."""
    brands = major + b"\0\0\0\0" + b"".join(more)
    return (len(brands) + 8).to_bytes(4) + b"ftyp" + brands + b"\0" * 40


@pytest.mark.parametrize("extension", ["jpg", "jfif", "png", "pdf", "heic", "heif", "hif", "avif"])
@pytest.mark.parametrize(
    ("data", "label"),
    [
        (_box(b"heic", b"mif1", b"heic"), "HEIC 图片"),
        (_box(b"heix", b"mif1"), "HEIC 图片"),
        (_box(b"hevc", b"msf1"), "HEIC 图片"),
        (_box(b"mif1", b"heic"), "HEIC 图片"),
        (_box(b"mif1", b"miaf"), "HEIF 图片"),
        (_box(b"msf1"), "HEIF 图片"),
        (_box(b"avif", b"mif1", b"miaf"), "AVIF 图片"),
        (_box(b"avis"), "AVIF 图片"),
        (_box(b"mif1", b"avif", b"miaf"), "AVIF 图片"),
    ],
)
def test_a_phones_photo_gets_the_same_advice_whatever_its_ending(data: bytes, label: str, extension: str) -> None:
    sentence = _refusal(f"照片.{extension}", data)[1]
    assert sentence.endswith("请在手机相机设置中改为“兼容性最佳”，或另存为 JPEG 后上传。")
    assert label in sentence or extension in ("heic", "heif", "hif", "avif")


def test_an_ending_that_is_not_taken_here_is_named() -> None:
    assert _refusal("说明.txt", b"abc", (Kind.PDF,)) == (
        "not_allowed",
        "“说明.txt”：此处不接收扩展名“.txt”，请上传 PDF 文档。",
    )


def test_a_video_is_still_a_video() -> None:
    for brand in (b"isom", b"mp42", b"qt  ", b"M4V "):
        assert "内容却是视频" in _refusal("照片.jpg", _box(brand, b"mp41"))[1]


def _old_office(*streams: str) -> bytes:
    entries = b"".join((name.encode("utf-16-le") + b"\0\0").ljust(128, b"\0") for name in ("Root Entry", *streams))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries.ljust(512, b"\0")


@pytest.mark.parametrize(
    ("name", "data", "advice"),
    [
        ("报告.doc", _old_office("WordDocument"), "请用 Word 或 WPS 另存为 .docx 或 PDF 后上传。"),
        ("报告.docx", _old_office("WordDocument"), "请用 Word 或 WPS 另存为 .docx 或 PDF 后上传。"),
        ("数据.xls", _old_office("Workbook"), "请用 Excel 或 WPS 另存为 .xlsx 或 PDF 后上传。"),
        ("数据.xls", _old_office("Book"), "请用 Excel 或 WPS 另存为 .xlsx 或 PDF 后上传。"),
        ("简介.ppt", _old_office("PowerPoint Document"), "请另存为 PDF 后上传。"),
        ("报告.docx", _old_office("EncryptionInfo", "EncryptedPackage"), "请取消密码并另存为 .docx 或 .xlsx 后上传。"),
        ("扫描.tif", b"II*\0" + b"\0" * 60, "请另存为 PDF、PNG 或 JPEG 后上传。"),
        ("扫描.jpg", b"MM\0+" + b"\0" * 60, "请另存为 PDF、PNG 或 JPEG 后上传。"),
        ("扫描.bmp", make.picture("BMP"), "请另存为 PNG 或 JPEG 后上传。"),
        ("网图.webp", make.picture("WEBP"), "请另存为 PNG 或 JPEG 后上传。"),
        ("网图.jpg", make.picture("WEBP"), "请另存为 PNG 或 JPEG 后上传。"),
        ("网图.jxl", b"\0\0\0\x0cJXL \r\n\x87\n", "请另存为 PNG 或 JPEG 后上传。"),
        ("图纸.dwg", b"AC1032" + b"\0" * 60, "请用原软件导出为 PDF 后上传。"),
    ],
)
def test_a_format_that_is_not_taken_gets_advice_of_its_own(name: str, data: bytes, advice: str) -> None:
    assert _refusal(name, data)[1].endswith(advice)
