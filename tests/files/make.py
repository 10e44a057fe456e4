"""Real files of every kind, and the bad ones somebody may send."""

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import openpyxl
import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from tests.ledger.make import user
from tianfu.files.kinds import Kind
from tianfu.files.models import StoredFile
from tianfu.files.storage import store

__all__ = ["user"]

WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    "{inside}</Relationships>"
)
_DOCUMENT = (
    '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body><w:p><w:r><w:t>{text}</w:t></w:r>{more}</w:p></w:body></w:document>"
)


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="application/octet-stream")


def stored(data: bytes | None = None, name: str = "检测报告.pdf", **fields: Any) -> StoredFile:
    kind = fields.pop("kind", Kind.PDF)
    fields.setdefault("purpose", "test.open")
    return store(name, kind.content_type, pdf() if data is None else data, **fields)


def pdf(pages: int = 1, change: Callable[[pikepdf.Pdf], None] | None = None, **save: Any) -> bytes:
    """A PDF with blank pages; `change` puts in what a test needs."""
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(595, 842))
        if change:
            change(document)
        out = io.BytesIO()
        document.save(out, **save)
    return out.getvalue()


def javascript(place: str) -> Callable[[pikepdf.Pdf], None]:
    """Puts a script where a reader would run it: "open", "names", "page", "link", "field", "unreachable"."""

    def change(document: pikepdf.Pdf) -> None:
        action = Dictionary(S=Name.JavaScript, JS=String("app.alert('x')"))
        page = document.pages[0].obj
        if place == "open":
            document.Root.OpenAction = action
        elif place == "names":
            document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), action])))
        elif place == "page":
            page.AA = Dictionary(O=action)
        elif place == "link":
            page.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)])
        elif place == "field":
            field = Dictionary(FT=Name.Tx, T=String("f"), AA=Dictionary(K=action))
            document.Root.AcroForm = Dictionary(Fields=Array([document.make_indirect(field)]))
        elif place == "stream":
            body = document.make_stream(b"app.alert('x')")
            document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=body)

    return change


def action(kind: str, **more: Any) -> Callable[[pikepdf.Pdf], None]:
    """A link on the first page with this kind of action."""

    def change(document: pikepdf.Pdf) -> None:
        deed = Dictionary(S=Name("/" + kind), **more)
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=deed)
        document.pages[0].obj.Annots = Array([link])

    return change


def embedded_file(document: pikepdf.Pdf) -> None:
    document.attachments["payload.exe"] = pikepdf.AttachedFileSpec(document, b"MZ payload", filename="payload.exe")


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **save: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 16, 46)).save(out, kind, **save)
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A small PNG whose header announces a huge picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack("!L", len(content)) + kind + content + struct.pack("!L", zlib.crc32(kind + content))

    header = struct.pack("!LLBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def xlsx(rows: int = 3) -> bytes:
    book = openpyxl.Workbook()
    for number in range(rows):
        book.active.append([f"指标{number}", number, "mg/kg"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def docx(text: str = "检测报告", more: str = "", main: str = WORD_MAIN) -> bytes:
    return package(
        {
            "[Content_Types].xml": _CONTENT_TYPES.format(main=main),
            "_rels/.rels": RELATIONS.format(
                inside='<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
                'officeDocument/2006/relationships/officeDocument"/>'
            ),
            "word/document.xml": _DOCUMENT.format(text=text, more=more),
        }
    )


def package(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_parts(data: bytes, parts: dict[str, str | bytes]) -> bytes:
    """The package with these parts added or replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        kept: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    return package(kept | parts)


def bomb(unpacked: int, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    """A workbook one part of which unpacks to this many bytes of nothing."""
    out = io.BytesIO(xlsx())
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open(name.replace("sheet1", "sheet9"), "w", force_zip64=True) as part,
    ):
        for _ in range(unpacked // (1 << 20)):
            part.write(b" " * (1 << 20))
    return out.getvalue()


def lying_bomb(unpacked: int) -> bytes:
    """A bomb whose directory says that its part is small."""
    data = bytearray(bomb(unpacked))
    size = struct.pack("<L", (unpacked // (1 << 20)) << 20)
    data = data.replace(size, struct.pack("<L", 1000))
    return bytes(data)


def overlapping_bomb(copies: int) -> bytes:
    """Many directory entries that point to the same bytes (the trick of the "better zip bomb")."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    raw = b" " * 1_000_000
    packed = packer.compress(raw) + packer.flush()
    sizes = (zlib.crc32(raw), len(packed), len(raw))
    # What lies between makes the file large enough for the ratio to look harmless.
    local = (
        struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 0, *sizes, 9, 0) + b"xl/a00000" + packed + os.urandom(500_000)
    )
    directory = b"".join(
        struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 0, *sizes, 9, 0, 0, 0, 0, 0, 0) + b"xl/a%05d" % number
        for number in range(copies)
    )
    return local + directory + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, copies, copies, len(directory), len(local), 0)


def pdf_that_unpacks_to(mebibytes: int) -> bytes:
    """A good one-page PDF whose page lies in an object stream, followed by this much of nothing."""
    packer = zlib.compressobj(9)
    page = b"5 0 << /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << >> >> "
    packed = (
        packer.compress(page) + b"".join(packer.compress(b" " * (1 << 20)) for _ in range(mebibytes)) + packer.flush()
    )
    stream = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
        stream % (len(packed), packed),
    ]
    out, offsets = io.BytesIO(), []
    out.write(b"%PDF-1.5\n")
    for number, content in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    rows = b"\0" * 5 + b"".join(b"\1" + place.to_bytes(3, "big") + b"\0" for place in [*offsets, start]) + b"\2\0\0\3\0"
    table = b"<< /Type /XRef /Size 6 /W [1 3 1] /Root 1 0 R /Length %d >>\nstream\n%s\nendstream" % (len(rows), rows)
    out.write(b"4 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF" % (table, start))
    return out.getvalue()
