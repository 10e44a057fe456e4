"""JPEG and PNG: decoded completely, within limits, with nothing else riding along."""

import io
import re
import warnings

from PIL import Image, PngImagePlugin, UnidentifiedImageError

from tianfu.files.inspection.refusal import refusal
from tianfu.files.kinds import Kind

# A PNG is decoded at full size (4 bytes a pixel); a JPEG at one eighth, so it may be larger.
PNG_PIXELS = 50_000_000
JPEG_PIXELS = 220_000_000
LONGEST_SIDE = 30_000

_MARKUP = re.compile(rb"<script|<html|<!doctype html|<\?php|<iframe", re.IGNORECASE)
_OTHER_FORMATS = (b"%PDF-", b"PK\x03\x04", b"PK\x05\x06", b"\x7fELF", b"Rar!\x1a")


def inspect_png(data: bytes) -> None:
    """Raises ValidationError unless the bytes are one complete PNG picture and nothing more."""
    _decode(data, Kind.PNG, PNG_PIXELS)
    # Every chunk is length, type, content, check sum; IEND ends the picture.
    end = data.rfind(b"IEND")
    _refuse_stowaways(data, data[end + 8 :])


def inspect_jpeg(data: bytes) -> None:
    """Raises ValidationError unless the bytes are a complete JPEG picture.

    Phones append depth maps and clips after the picture; that is let through, since nobody is
    served it as anything but a picture. Another document or markup is not.
    """
    _decode(data, Kind.JPEG, JPEG_PIXELS)
    _refuse_stowaways(data, data[data.find(b"\xff\xd9") + 2 :])


_ORIENTATION, _TURNED = 0x0112, (5, 6, 7, 8)  # EXIF: a quarter turn to either side


def shown_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels of a picture that was let in, as a browser shows it: turned as its EXIF data say."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(data)) as picture:
            width, height = picture.size
            turned = picture.getexif().get(_ORIENTATION) in _TURNED
    return (height, width) if turned else (width, height)


def _decode(data: bytes, kind: Kind, most_pixels: int) -> None:
    try:
        with warnings.catch_warnings():
            # Our own limit below is the one that counts; the size is known before anything is decoded.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=[kind.name]) as picture:
                width, height = picture.size
                if width * height > most_pixels or max(width, height) > LONGEST_SIDE:
                    raise refusal("too_many_pixels", f"图片尺寸过大（{width}×{height} 像素）", "请缩小后上传")
                picture.draft(picture.mode, (max(1, width // 8), max(1, height // 8)))
                picture.load()
    except Image.DecompressionBombError as error:
        raise refusal("too_many_pixels", "图片尺寸过大", "请缩小后上传") from error
    except (OSError, SyntaxError, ValueError, UnidentifiedImageError, EOFError, IndexError) as error:
        raise refusal("damaged", f"{kind.label}不完整或已损坏，无法打开", "请重新导出或重新拍照后上传") from error


def _refuse_stowaways(data: bytes, trailer: bytes) -> None:
    if _MARKUP.search(data):
        raise refusal("stowaway", "图片中夹带了网页代码", "请重新导出图片后上传")
    if any(signature in trailer for signature in _OTHER_FORMATS) or trailer[:2] == b"MZ":
        raise refusal("stowaway", "图片末尾夹带了其他文件", "请重新导出图片后上传")


# Pillow's own guard against text chunks that unpack to gigabytes; stated here because we rely on it.
PngImagePlugin.MAX_TEXT_CHUNK = 1024 * 1024
PngImagePlugin.MAX_TEXT_MEMORY = 8 * 1024 * 1024
