"""Characters without a glyph: the typesetter would print an empty box and go on.

Where exactness is the point of a paper (certificate, mark), such a character stops it. Everywhere else it is replaced
by a sign that everybody sees, with its code: a file name or a remark never keeps a receipt or a letter from being made.
Fields are checked when they are saved (`refusal_of`), so that the person who typed it is told, at the field.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from tianfu.papers.typefaces.fonts import covered_codepoints

# Drawings travel through the data as SVG; their text is not set in our fonts.
DRAWING_SUFFIX = "_svg"
# 〓, the printer's sign for a sort that is missing from the case.
STAND_IN = "\u3013"
_LAYOUT = frozenset("\r\n\t")
# They print nothing of their own and choose between shapes of the characters beside them (`tianfu.text.clean` keeps them
# only where they do): joiners, variation selectors.
_SHAPING = re.compile("[\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co"})  # some fonts map them, but they print nothing one could read


class MissingGlyph(ValidationError):
    """Characters that no font of ours can draw; `characters` lists them in order of appearance."""

    def __init__(self, characters: list[str], paper: str = "文书") -> None:
        self.characters = characters
        super().__init__(
            f"{paper}中的{described(characters)}在字库中没有字形，暂不能制证。"
            "请核对是否为误输入；确为姓名或名称用字的，请联系平台运营机构补充字形后再制作。",
            code="missing_glyph",
        )


def describe_character(character: str) -> str:
    """「𬭎」(U+2CB4E); an invisible character is named by its code only."""
    code = f"U+{ord(character):04X}"
    return f"“{character}”（{code}）" if character.isprintable() else f"不可见字符（{code}）"


def described(characters: list[str], most: int = 5) -> str:
    """The characters for a sentence; a long list is cut, with its length."""
    named = "、".join(describe_character(character) for character in characters[:most])
    return named if len(characters) <= most else f"{named}等 {len(characters)} 个字符"


def missing_glyphs(text: str) -> list[str]:
    """Characters of `text` without a glyph, each once, in order of appearance; layout characters excepted."""
    covered = covered_codepoints()
    return [
        c
        for c in dict.fromkeys(text)
        if c not in _LAYOUT
        and not _SHAPING.match(c)
        and (ord(c) not in covered or unicodedata.category(c) in _INVISIBLE)
    ]


def refusal_of(text: str) -> str:
    """What to tell the person who typed `text` into a field that is printed; "" when all of it can be printed."""
    missing = missing_glyphs(text)
    if not missing:
        return ""
    return f"{described(missing)}印不到文书上，请删去或换一种写法。确为姓名或名称用字的，请联系平台运营机构补充字形。"


def require_glyphs(data: object, paper: str = "文书") -> None:
    """Raise `MissingGlyph` when any string in `data` (nested, drawings excepted) holds such a character."""
    missing = missing_glyphs(text_of(data))
    if missing:
        raise MissingGlyph(missing, paper)


def with_stand_ins(data: Any) -> Any:
    """The same data with every character that cannot be drawn as 〓（U+1F600）; what prints nothing is left out."""
    if isinstance(data, str):
        return _stand_in(data)
    if isinstance(data, Mapping):
        return {
            key: value if str(key).endswith(DRAWING_SUFFIX) else with_stand_ins(value) for key, value in data.items()
        }
    if isinstance(data, list | tuple):
        return [with_stand_ins(item) for item in data]
    return data


def _stand_in(text: str) -> str:
    missing = missing_glyphs(text)
    if not missing:
        return text
    table = {ord(c): f"{STAND_IN}（U+{ord(c):04X}）" for c in missing}
    silent = {ord(c): None for c in missing if unicodedata.category(c) in ("Cc", "Cf", "Cs")}
    return text.translate({**table, **silent})


def text_of(data: object) -> str:
    """Everything that is set in type from `data`, in one string."""
    return "".join(_strings(data))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if not str(key).endswith(DRAWING_SUFFIX):
                yield from _strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)
