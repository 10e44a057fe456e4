"""PDF: opens completely without a password, runs nothing and carries nothing."""

import io
import re

import pikepdf
from pikepdf import settings as qpdf_settings

from tianfu.files.inspection.pdf_tree import REPRINT, first_active
from tianfu.files.inspection.refusal import refusal

MOST_PAGES = 1000
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
            if found := first_active(pdf):
                raise refusal("active_content", f"PDF 中含有{found}，出于安全不能接收", REPRINT)
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
        raise refusal("stowaway", "PDF 末尾夹带了其他内容", REPRINT)
