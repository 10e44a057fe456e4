"""Typesetting: a template source and plain data in, the same bytes out, every time."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from tempfile import gettempdir
from typing import Any, Literal

import typst
from django.conf import settings

from tianfu.papers.art import qr
from tianfu.papers.plain import as_json, data_digest, plain
from tianfu.papers.sources import Source, read_source
from tianfu.papers.typefaces.fonts import font_version, needs_scripts, typst_fonts
from tianfu.papers.typefaces.glyphs import STAND_IN, require_glyphs, text_of, with_stand_ins

PDF_STANDARD = "a-2b"
# What the register vouches for: a wrong or missing character in a name would make another name of it.
EXACT_TEMPLATES = frozenset({"certificate", "certificate_card", "mark"})
_KEPT_COMPILERS = 24  # one per template; old pinned wordings push each other out
_compilers: OrderedDict[tuple[str, bool], typst.Compiler] = OrderedDict()
_lock = threading.Lock()  # a compiler is not re-entrant


@dataclass(frozen=True)
class Rendered:
    """A finished paper: bytes, what made it, and the data exactly as it was set."""

    pdf: bytes
    sha256: str
    template_sha256: str
    font_version: str
    data: dict[str, Any]


def prepare(data: object, *, exact: bool = False) -> dict[str, Any]:
    """Plain data of a paper with what follows from it: digest, QR drawing, and 演示样张 under DEMO=1.

    `made_at` (a moment) is demanded because the PDF's own date comes from it; `verify_url` asks for the QR.
    A character without a glyph is replaced by 〓 with its code; in an `exact` paper it raises MissingGlyph.
    """
    stated = plain(data)
    if not isinstance(stated, dict) or "made_at" not in stated:
        raise TypeError("文书数据应为映射或数据类，并含 made_at。")
    if exact:
        require_glyphs(stated)
    else:
        stated = _with_stand_ins(stated)
    stated["digest"] = data_digest(stated)
    stated["demo"] = bool(stated.get("demo")) or settings.DEMO
    if stated.get("verify_url"):
        stated["qr_svg"] = qr.svg(stated["verify_url"])
    return stated


def _with_stand_ins(stated: dict[str, Any]) -> dict[str, Any]:
    """Also says so (`stand_ins`), for the note at the foot; data that needs none stays exactly as it was."""
    replaced: dict[str, Any] = with_stand_ins(stated)
    shown = text_of(replaced).count(STAND_IN) > text_of(stated).count(STAND_IN)
    return {**replaced, "stand_ins": True} if shown else replaced


def render(template: str, data: object) -> Rendered:
    """Set `data` (a shape from `shapes`, or a mapping) in the present wording of `template` as PDF/A-2b.

    Raises MissingGlyph for a paper that must be exact, TypeError for data that cannot be kept, typst.TypstError for
    a broken template.
    """
    return render_source(read_source(template), prepare(data, exact=template in EXACT_TEMPLATES))


def render_source(source: Source, prepared: Mapping[str, Any]) -> Rendered:
    """Set prepared data in a given wording; pure: equal input gives equal bytes."""
    pdf = typeset(source, prepared, "pdf")[0]
    return Rendered(pdf, sha256(pdf).hexdigest(), source.sha256, fonts_of(prepared), dict(prepared))


def fonts_of(prepared: Mapping[str, Any]) -> str:
    """The fonts that set this data, and the typesetter: a function of the data alone."""
    return font_version(True) if needs_scripts(text_of(prepared)) else font_version()


def typeset(
    source: Source, prepared: Mapping[str, Any], form: Literal["pdf", "png", "svg"], ppi: float = 144
) -> list[bytes]:
    """The paper as PDF (one item) or as pictures, one per page."""
    options: dict[str, Any] = {"format": form, "sys_inputs": {"d": as_json(prepared)}}
    if form == "pdf":
        options["pdf_standards"] = [PDF_STANDARD]
        options["timestamp"] = datetime.fromisoformat(prepared["made_at"])
    elif form == "png":
        options["ppi"] = ppi
    with _lock:
        out = _compiler(source, needs_scripts(text_of(prepared))).compile(source.text.encode(), **options)
    if out is None:
        raise RuntimeError("typst 没有返回内容")
    return list(out) if isinstance(out, list) else [out]


def _compiler(source: Source, scripts: bool) -> typst.Compiler:
    """The process's compiler for this wording and font set. Its root holds nothing of ours: templates read no files."""
    compiler = _compilers.pop((source.sha256, scripts), None)
    if compiler is None:
        compiler = typst.Compiler(
            source.text.encode(), root=gettempdir(), font_paths=typst_fonts(scripts), ignore_system_fonts=True
        )
    _compilers[(source.sha256, scripts)] = compiler
    if len(_compilers) > _KEPT_COMPILERS:
        _compilers.popitem(last=False)
    return compiler
