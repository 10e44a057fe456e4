"""A kind of paper that could not be made is said at the start, not to the enterprise that waits for it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error, register

from tianfu.papers.kinds import KINDS, LONGEST, PaperKind
from tianfu.papers.shapes import Sheet
from tianfu.papers.sources import TEMPLATES
from tianfu.registry.discovery import BASE
from tianfu.registry.literals import unknown


@register
def papers_can_be_made(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    return [Error(sentence, id="papers.E001") for sentence in [*faulty_kinds(KINDS.values()), *unknown_papers()]]


def faulty_kinds(kinds: Iterable[PaperKind]) -> list[str]:
    """Kinds without a shape, without a template, or with a key that the column cannot hold."""
    found = []
    for kind in kinds:
        name = f"文书“{kind.key}”（{kind.label}）"
        template = getattr(kind.shape, "template", "")
        if not (isinstance(kind.shape, type) and issubclass(kind.shape, Sheet) and template):
            found.append(f"{name}没有数据结构：请给出一个带 template 的 Sheet 子类。")
        elif not (TEMPLATES / f"{template}.typ").is_file():
            found.append(f"{name}的模板 {template}.typ 不存在。")
        if len(kind.key) > LONGEST:
            found.append(f"{name}的键超过 {LONGEST} 个字符。")
    return found


def unknown_papers(base: Path = BASE) -> list[str]:
    found = unknown("issue_paper", r"[a-z]+(_[a-z]+)*", lambda key: key in KINDS or _is_template(key), base)
    return [f"{one.place} 要制作文书“{one.text}”，但没有 paper_kinds.py 登记它。" for one in found]


def _is_template(key: str) -> bool:
    """`issue_paper` takes the template's name right behind the kind."""
    return key in {kind.template for kind in KINDS.values()}
