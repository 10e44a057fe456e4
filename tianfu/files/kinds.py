"""The kinds of file that may be uploaded, and what their content must begin with."""

from collections.abc import Iterable

from django.db.models import TextChoices


class Kind(TextChoices):
    PDF = "pdf", "PDF 文档"
    JPEG = "jpeg", "JPEG 图片"
    PNG = "png", "PNG 图片"
    XLSX = "xlsx", "Excel 工作簿（.xlsx）"
    DOCX = "docx", "Word 文档（.docx）"

    @property
    def content_type(self) -> str:
        return _CONTENT_TYPES[self]

    @property
    def extension(self) -> str:
        """The usual extension, with its dot."""
        return _EXTENSIONS[self][0]


_EXTENSIONS: dict[Kind, tuple[str, ...]] = {
    Kind.PDF: (".pdf",),
    # Browsers save pictures as .jfif or .pjpeg, older programs as .jpe: the same format under other names.
    Kind.JPEG: (".jpg", ".jpeg", ".jpe", ".jfif", ".jif", ".pjpeg", ".pjp"),
    Kind.PNG: (".png",),
    Kind.XLSX: (".xlsx",),
    Kind.DOCX: (".docx",),
}

_CONTENT_TYPES: dict[Kind, str] = {
    Kind.PDF: "application/pdf",
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

# Only these are ever shown inside a page; everything else is a download.
INLINE_CONTENT_TYPES = frozenset({_CONTENT_TYPES[kind] for kind in (Kind.PDF, Kind.JPEG, Kind.PNG)})


def kind_of_extension(extension: str) -> Kind | None:
    """The kind for ".PDF", ".jpg"…; None when no allowed kind has it."""
    lowered = extension.lower()
    return next((kind for kind, known in _EXTENSIONS.items() if lowered in known), None)


def shown_inline(extension: str) -> Kind | None:
    """The kind that a page shows in a frame or as a picture, by the extension of a file that was checked; else None."""
    kind = kind_of_extension(extension)
    return kind if kind in (Kind.PDF, Kind.JPEG, Kind.PNG) else None


def accept_attribute(kinds: Iterable[Kind]) -> str:
    """For the `accept` attribute of a file field: ".pdf,.jpg,.jpeg"."""
    return ",".join(extension for kind in kinds for extension in _EXTENSIONS[kind])


def in_words(kinds: list[Kind]) -> str:
    """For sentences: "PDF 文档、JPEG 图片"."""
    return "、".join(kind.label for kind in kinds)
