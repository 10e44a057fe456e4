"""主要关键性能指标对比表 as a sheet to print or show (川质强省发〔2021〕1号三（二）): PDF and picture, with QR and number."""

import io
import json
from functools import lru_cache
from typing import Any, Literal

from PIL import Image

from applications.papers.shapes import Comparison, ComparisonRow, StandardValue
from certification.authorizations.models.authorization import Authorization
from certification.issuing.data import model_list
from certification.register.verification import WORDS, Answer
from tianfu.papers.art.qr import verify_url
from tianfu.papers.renderer import prepare, typeset
from tianfu.papers.sources import read_source
from tianfu.registry.spoken import for_readers_of
from tianfu.workflow import clock

Form = Literal["pdf", "png"]
_LEVELS = ("international", "national", "industry")
_KEPT = 32  # sheets in one process; the same words are set once
_PPI = 144


def sheet_bytes(row: Authorization, form: Form) -> bytes:
    """The sheet of a published authorization. Same facts, same state: same bytes."""
    return _set(json.dumps(prepare(comparison_sheet(row)), ensure_ascii=False, sort_keys=True), form)


def comparison_sheet(row: Authorization) -> Comparison:
    """As it was published, dated by the last passage of the mark; a mark that is not in force says so."""
    state = row.effective_on(clock.today())
    word, sentence = WORDS[Answer(state.value)]
    note = "授权的现状以扫码结果为准。"
    if state != "active":
        note = f"授权已{word}：{sentence}本表是授权时公布的，仅供查考。"
    note = for_readers_of(row, note)
    last = row.changes.last()
    return Comparison(
        number=row.number or "",
        made_at=last.at if last is not None else clock.now(),
        programme=row.programme.name,
        issuer=str(row.application.programme_version.content["issuer"]),
        verify_url=verify_url(row.number or ""),
        enterprise=row.holder_name,
        product=row.product_name,
        models=model_list(row.models_text),
        standards=[row.standard],
        rows=[_row(item) for item in row.facts["comparison"]],
        note=note,
    )


def _row(item: dict[str, Any]) -> ComparisonRow:
    standards = {
        level: StandardValue(value=item[f"{level}_value"], source=item[f"{level}_source"]) for level in _LEVELS
    }
    return ComparisonRow(
        indicator=item["indicator"],
        unit=item["unit"],
        direction=item["direction_label"],
        own=item["own_value"],
        own_source=item.get("evidence_note", ""),
        verdict=item["verdict_label"],
        **standards,
    )


@lru_cache(maxsize=_KEPT)
def _set(data: str, form: Form) -> bytes:
    pages = typeset(read_source("comparison"), json.loads(data), form, ppi=_PPI)
    return pages[0] if form == "pdf" else _one_below_the_other(pages)


def _one_below_the_other(pages: list[bytes]) -> bytes:
    """One picture of all pages: a shop shows one."""
    if len(pages) == 1:
        return pages[0]
    pictures = [Image.open(io.BytesIO(page)).convert("RGB") for page in pages]
    whole = Image.new("RGB", (max(one.width for one in pictures), sum(one.height for one in pictures)), "white")
    top = 0
    for one in pictures:
        whole.paste(one, (0, top))
        top += one.height
    out = io.BytesIO()
    whole.save(out, "PNG", optimize=True)
    return out.getvalue()
