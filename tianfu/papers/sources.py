"""Template sources as one self-contained text: what is hashed, kept and compiled."""

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from tianfu.papers.art import guilloche

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "documents"
_NAME = re.compile(r"[a-z]+(_[a-z]+)*")
# Parts that are drawn rather than written.
_DRAWN = {"guilloche": guilloche.typst_part}
_PARTS = re.compile(r"// parts: ([a-z ]+)\n")


@dataclass(frozen=True)
class Source:
    """A template with its parts in front. `sha256` names this exact wording for ever."""

    name: str
    text: str
    sha256: str


def read_source(template: str) -> Source:
    """The present source of `template`; its first line `// parts: a b` names shared files `_a.typ`, `_b.typ`."""
    if not _NAME.fullmatch(template):
        raise ValueError(f"没有这种文书模板：{template!r}")
    own = (TEMPLATES / f"{template}.typ").read_text(encoding="utf-8")
    parts = _PARTS.match(own)
    names = parts[1].split() if parts else []
    return pinned(template, "\n".join([*(_part(name) for name in names), own]))


def _part(name: str) -> str:
    return _DRAWN[name]() if name in _DRAWN else (TEMPLATES / f"_{name}.typ").read_text(encoding="utf-8")


def pinned(name: str, text: str) -> Source:
    return Source(name, text, sha256(text.encode()).hexdigest())
