"""Taking in what somebody uploads: every refusal is a sentence, and leaves no trace."""

import logging
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from tianfu.accounts.protection import limits
from tianfu.files.inspection import INSPECTIONS
from tianfu.files.inspection.magic import Content, content_of
from tianfu.files.kinds import Kind, in_words, kind_of_extension
from tianfu.files.models import StoredFile
from tianfu.files.names import display_name, extension_of
from tianfu.files.storage import NO_SPACE, store

logger = logging.getLogger(__name__)
_MIB = 1024 * 1024


def accept(upload: UploadedFile, *, kinds: Iterable[Kind], max_bytes: int, actor: Any, purpose: str) -> StoredFile:
    """Check the upload by name, size and whole content, and store it.

    `kinds` are the kinds this field takes, `max_bytes` its limit. Raises ValidationError with a
    Chinese sentence (what is wrong, what to do) and a code; nothing is stored then.
    """
    name = display_name(upload.name or "")
    _check_pace(actor)
    wanted = list(kinds)
    data = _content(upload, name, max_bytes)
    kind = _kind(name, data, wanted)
    try:
        INSPECTIONS[kind](data)
    except ValidationError as error:
        raise ValidationError(f"“{name}”：{error.message}", code=error.code) from error
    try:
        return store(name, kind.content_type, data, purpose, actor)
    except OSError as error:
        if error.errno not in NO_SPACE:
            raise
        logger.error("no space left for uploads: %s", error)
        raise ValidationError(
            f"“{name}”没有保存：平台的存储空间已满。已自动记录，请过一段时间再上传；其他内容不受影响。",
            code="no_space",
        ) from error


def _check_pace(actor: Any) -> None:
    """One person's uploads are looked through one by one; so many in an hour nobody has."""
    pk = getattr(actor, "pk", None)
    if pk is not None and (seconds := limits.wait("upload", f"person {pk}")):
        raise ValidationError(
            f"您上传文件过于频繁，请 {-(-seconds // 60)} 分钟后再试；已上传的文件不受影响。", code="too_many"
        )


def _content(upload: UploadedFile, name: str, max_bytes: int) -> bytes:
    declared = upload.size or 0
    # One byte more than allowed is enough to know, whatever size the client declared.
    data: bytes = b"" if declared > max_bytes else upload.read(max_bytes + 1)
    size = max(declared, len(data))
    if size > max_bytes:
        raise ValidationError(
            f"“{name}”大小为 {in_mib(size, up=True)}，超过上限 {in_mib(max_bytes)}，请压缩或拆分后上传。",
            code="too_large",
        )
    if not data:
        raise ValidationError(f"“{name}”是空文件（0 字节），请重新选择文件后上传。", code="empty")
    return data


def in_mib(size: int, *, up: bool = False) -> str:
    """A size for people; `up` rounds up, so that one byte too many does not read as the limit."""
    tenths, rest = divmod(size * 10, _MIB)
    tenths += 1 if up and rest else 0
    return f"{tenths // 10}.{tenths % 10} MB" if tenths % 10 else f"{tenths // 10} MB"


def _kind(name: str, data: bytes, wanted: list[Kind]) -> Kind:
    content = content_of(data)
    extension = extension_of(name)
    named = kind_of_extension(extension)
    allowed = f"请上传 {in_words(wanted)}"
    if named not in wanted:
        if not extension and content.kind in wanted:
            raise ValidationError(
                f"“{name}”没有扩展名，请改名为“{name}{content.kind.extension}”后上传。", code="no_extension"
            )
        shown = f"扩展名“{extension}”" if extension else "没有扩展名的文件"
        raise ValidationError(f"“{name}”：此处不接收{shown}，{content.hint or allowed}。", code="not_allowed")
    if content.kind != named:
        raise ValidationError(
            f"“{name}”的扩展名是 {extension}，内容却是{_named(content)}，{_remedy(content, wanted, allowed)}。",
            code="mismatch",
        )
    return content.kind


def _named(content: Content) -> str:
    return content.label if content.label[0] >= "\u4e00" else f" {content.label}"


def _remedy(content: Content, wanted: list[Kind], allowed: str) -> str:
    if content.kind in wanted:
        return f"请将扩展名改为 {content.kind.extension}，或重新导出后上传"
    return content.hint or allowed
