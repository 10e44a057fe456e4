"""Issuing papers: render, keep the bytes, keep the snapshot; and set an old one again."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from tianfu.accounts.models import User
from tianfu.files.storage import store
from tianfu.ledger import moment
from tianfu.ledger.audit.records import record
from tianfu.ledger.canonical import sha256_hex
from tianfu.papers.kinds import FORMS, MARK_KINDS, Kind
from tianfu.papers.marks import mark_package, prepare_mark
from tianfu.papers.models import Paper, TemplateSource
from tianfu.papers.renderer import EXACT_TEMPLATES, fonts_of, prepare, typeset
from tianfu.papers.sources import Source, pinned, read_source


class NotReproducible(RuntimeError):
    """The paper cannot be set again with the same bytes here; the stored file stays the original."""


def issue_paper(
    kind: str,
    template: str,
    data: object,
    *,
    name: str,
    purpose: str,
    actor: User | None = None,
    key: str | None = None,
) -> Paper:
    """Make and keep one paper. `data` is a shape (its `number` becomes the paper's); `name` the file's name.

    With a `key` the same occasion gives the same paper: a retry returns the first one. Rendering happens before
    anything is written, so call it outside long transactions and locks. Raises MissingGlyph (certificate and mark
    only) before anything is stored, ValueError for a template that does not belong to the kind.
    """
    form = FORMS[Kind(kind)]
    if form.template != template:
        raise ValueError(f"{Kind(kind).label}由模板 {form.template} 制作，不是 {template}")
    if key and (found := Paper.objects.filter(key=key).first()):
        return found
    prepared = prepare_mark(data) if form.member else prepare(data, exact=template in EXACT_TEMPLATES)
    source = read_source(template)
    content = _produce(Kind(kind), source, prepared)
    return _keep(Kind(kind), source, prepared, content, name=name, purpose=purpose, actor=actor, key=key)


def issue_mark(data: object, *, name: str, purpose: str, actor: User | None = None, key: str = "") -> dict[Kind, Paper]:
    """Make and keep the mark in every form (ZIP, SVG, two PNG, PDF) as one act; `name` is the stem of the file names.

    `key` as in `issue_paper`, one per form below it. Raises MissingGlyph, ValidationError for unfit artwork.
    """
    keys = {kind: f"{key}:{kind}" if key else None for kind in MARK_KINDS}
    found = {Kind(paper.kind): paper for paper in Paper.objects.filter(key__in=[k for k in keys.values() if k])}
    if len(found) == len(MARK_KINDS):
        return found
    prepared = prepare_mark(data)
    source = read_source("mark")
    package = mark_package(source, prepared)
    with transaction.atomic():
        return {
            kind: _keep(
                kind,
                source,
                prepared,
                getattr(package, FORMS[kind].member),
                name=name + FORMS[kind].suffix,
                purpose=purpose,
                actor=actor,
                key=keys[kind],
            )
            for kind in MARK_KINDS
        }


def rerender(paper: Paper) -> bytes:
    """The paper set again from its kept wording and data: the same bytes, whatever today's template says.

    Raises NotReproducible when other fonts or another typesetter are installed, or the bytes differ.
    """
    here = fonts_of(paper.data)
    if paper.font_version != here:
        raise NotReproducible(f"{paper}制作于“{paper.font_version}”，此处为“{here}”；请以存档文件为准。")
    content = _produce(Kind(paper.kind), pinned(paper.template, paper.source.text), paper.data)
    if sha256_hex(content) != paper.sha256:
        raise NotReproducible(f"{paper}重新排版的结果与存档不一致；请以存档文件为准。")
    return content


def _produce(kind: Kind, source: Source, prepared: Mapping[str, Any]) -> bytes:
    member = FORMS[kind].member
    if member:
        return bytes(getattr(mark_package(source, prepared), member))
    return typeset(source, prepared, "pdf")[0]


def _keep(
    kind: Kind,
    source: Source,
    prepared: dict[str, Any],
    content: bytes,
    *,
    name: str,
    purpose: str,
    actor: User | None,
    key: str | None,
) -> Paper:
    """File, snapshot and audit event in one transaction; the loser of a race on `key` gets the winner's paper."""
    try:
        with transaction.atomic():
            file = store(name, FORMS[kind].content_type, content, purpose, actor)
            paper = Paper.objects.create(
                kind=kind,
                number=prepared["number"],
                key=key,
                template=source.name,
                source=_kept_source(source),
                font_version=fonts_of(prepared),
                data=prepared,
                sha256=file.sha256,
                file=file,
                demo=prepared["demo"],
                created_at=moment.now(),
            )
            record(
                "paper.issued",
                actor=actor,
                subject=paper,
                data={"kind": str(kind), "number": paper.number, "sha256": paper.sha256},
            )
    except IntegrityError:
        if key and (found := Paper.objects.filter(key=key).first()):
            return found
        raise
    return paper


def _kept_source(source: Source) -> TemplateSource:
    row, _ = TemplateSource.objects.get_or_create(
        sha256=source.sha256, defaults={"name": source.name, "text": source.text, "created_at": moment.now()}
    )
    return row
