"""A character without a glyph stops a paper: the typesetter would print an empty box and go on."""

import unicodedata
from collections.abc import Iterator, Mapping

from django.core.exceptions import ValidationError

from tianfu.papers.fonts import covered_codepoints

# Drawings travel through the data as SVG; their text is not set in our fonts.
DRAWING_SUFFIX = "_svg"
_LAYOUT = frozenset("\n\t")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co"})  # some fonts map them, but they print nothing one could read


class MissingGlyph(ValidationError):
    """Characters that no font of ours can draw; `characters` lists them in order of appearance."""

    def __init__(self, characters: list[str], paper: str = "文书") -> None:
        self.characters = characters
        named = "、".join(describe_character(character) for character in characters)
        super().__init__(
            f"{paper}中的{named}在字库中没有字形，暂不能制证。"
            "请核对是否为误输入；确为姓名或名称用字的，请联系平台运营机构补充字形后再制作。",
            code="missing_glyph",
        )


def describe_character(character: str) -> str:
    """「𬭎」(U+2CB4E); an invisible character is named by its code only."""
    code = f"U+{ord(character):04X}"
    return f"“{character}”（{code}）" if character.isprintable() else f"不可见字符（{code}）"


def missing_glyphs(text: str) -> list[str]:
    """Characters of `text` without a glyph, each once, in order of appearance; layout characters excepted."""
    covered = covered_codepoints()
    return [
        c
        for c in dict.fromkeys(text)
        if c not in _LAYOUT and (ord(c) not in covered or unicodedata.category(c) in _INVISIBLE)
    ]


def require_glyphs(data: object, paper: str = "文书") -> None:
    """Raise `MissingGlyph` when any string in `data` (nested, drawings excepted) holds such a character."""
    missing = missing_glyphs("".join(_strings(data)))
    if missing:
        raise MissingGlyph(missing, paper)


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
