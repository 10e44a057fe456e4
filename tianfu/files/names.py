"""File names as people gave them, made safe to show and to send."""

import re
import unicodedata

LONGEST = 120

# Controls, and the invisible marks that turn the reading direction or hide part of a name
# ("报告\u202efdp.exe" is shown as "报告exe.pdf").
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_RESERVED = re.compile(r'[<>:"|?*]')


def display_name(raw: str) -> str:
    """The last part of the path, without control characters, at most 120 characters, never empty.

    A long name keeps its beginning and its extension.
    """
    name = _INVISIBLE.sub("", raw)
    name = name.replace("\\", "/").rpartition("/")[2]
    name = _RESERVED.sub("_", unicodedata.normalize("NFC", name))
    name = " ".join(name.split()).strip(" .")
    name = name.encode("utf-8", "ignore").decode()
    if not name:
        return "未命名文件"
    if len(name) <= LONGEST:
        return name
    extension = extension_of(name)
    return name[: LONGEST - 1 - len(extension)] + "…" + extension


def extension_of(name: str) -> str:
    """The last extension with its dot, ".exe" for "报告.pdf.exe"; empty when there is none."""
    stem, dot, extension = name.rpartition(".")
    return dot + extension if stem and dot and len(extension) <= 10 and extension.isalnum() else ""
