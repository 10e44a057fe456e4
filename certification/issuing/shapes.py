"""The data of the certificate and of the mark."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from tianfu.papers.shapes import Clause, Sheet


@dataclass(frozen=True, kw_only=True)
class Certificate(Sheet):
    """标识使用授权证书 (domain.md 7.2). `english` is the small line over the title, `edition` says of
    a later version which one it is and what it replaces."""

    template: ClassVar[str] = "certificate"
    kind_label: str = "标识使用授权证书"
    title: str = "标识使用授权证书"
    english: str = ""
    holder: str
    uscc: str
    product: str
    models: list[str] = field(default_factory=list)
    standards: list[str]
    route: str
    valid_from: date
    valid_until: date
    issued_on: date
    statement: str
    note: str = "本证书是否有效，以扫码查询结果为准。"
    edition: str = ""


@dataclass(frozen=True, kw_only=True)
class SpokenCertificate(Certificate):
    """Of a programme that says otherwise than the engine (tianfu/registry/spoken.py): `words` by key."""

    words: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Mark(Sheet):
    """The mark licensed to one product.

    `artwork_svg` is the programme's wordmark with all text as paths (`artwork.wordmark` draws a quiet one);
    `usage` goes into 使用说明.txt of the package.
    """

    template: ClassVar[str] = "mark"
    kind_label: str = "标识"
    artwork_svg: str
    holder: str
    uscc: str
    product: str
    models: list[str] = field(default_factory=list)
    valid_from: date
    valid_until: date
    usage: list[Clause]
    # 使用规范, into the package as a PDF: rules, carriers with their measures, what is wrong. Marks made before have none.
    guide: list[Clause] = field(default_factory=list)
    carriers: list[list[str]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class SpokenMark(Mark):
    """As `SpokenCertificate`."""

    words: dict[str, str]
