"""Issuing papers: render, keep the bytes, keep the snapshot; and set an old one again."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from tianfu.accounts.models import User
from tianfu.files.storage import store
from tianfu.ledger import moment
from tianfu.ledger.audit.records import record
from tianfu.ledger.canonical import sha256_hex
from tianfu.papers.art.marks import mark_package, prepare_mark
from tianfu.papers.kinds import KINDS, PaperKind, kind_of, mark_kinds
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
    only) before anything is stored, ValueError for a kind nobody registered or a template that does not belong to it.
    """
    form = kind_of(kind)
    if form.template != template:
        raise ValueError(f"{form.label}由模板 {form.template} 制作，不是 {template}")
    if key and (found := Paper.objects.filter(key=key).first()):
        return found
    prepared = prepare_mark(data) if form.member else prepare(data, exact=template in EXACT_TEMPLATES)
    source = read_source(template)
    content = _produce(form, source, prepared)
    return _keep(form, source, prepared, content, name=name, purpose=purpose, actor=actor, key=key)


def issue_mark(data: object, *, name: str, purpose: str, actor: User | None = None, key: str = "") -> dict[str, Paper]:
    """Make and keep the mark in every form (ZIP, SVG, two PNG, PDF) as one act; `name` is the stem of the file names.

    `key` as in `issue_paper`, one per form below it. Raises MissingGlyph, ValidationError for unfit artwork.
    """
    forms = mark_kinds()
    keys = {form.key: f"{key}:{form.key}" if key else None for form in forms}
    found = {paper.kind: paper for paper in Paper.objects.filter(key__in=[k for k in keys.values() if k])}
    if len(found) == len(forms):
        return found
    prepared = prepare_mark(data)
    source = read_source("mark")
    package = mark_package(source, prepared)
    with transaction.atomic():
        return {
            form.key: _keep(
                form,
                source,
                prepared,
                getattr(package, form.member),
                name=name + form.suffix,
                purpose=purpose,
                actor=actor,
                key=keys[form.key],
            )
            for form in forms
            if getattr(package, form.member)
        }


def rerender(paper: Paper) -> bytes:
    """The paper set again from its kept wording and data: the same bytes, whatever today's template says.

    Raises NotReproducible when other fonts or another typesetter are installed, or the bytes differ.
    """
    if paper.kind not in KINDS:
        raise NotReproducible(f"{paper}的种类“{paper.kind}”已不再登记；请以存档文件为准。")
    here = fonts_of(paper.data)
    if paper.font_version != here:
        raise NotReproducible(f"{paper}制作于“{paper.font_version}”，此处为“{here}”；请以存档文件为准。")
    content = _produce(kind_of(paper.kind), pinned(paper.template, paper.source.text), paper.data)
    if sha256_hex(content) != paper.sha256:
        raise NotReproducible(f"{paper}重新排版的结果与存档不一致；请以存档文件为准。")
    return content


def _produce(kind: PaperKind, source: Source, prepared: Mapping[str, Any]) -> bytes:
    if kind.member:
        return bytes(getattr(mark_package(source, prepared), kind.member))
    return typeset(source, prepared, "pdf")[0]


def _keep(
    kind: PaperKind,
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
            file = store(name, kind.content_type, content, purpose, actor)
            paper = Paper.objects.create(
                kind=kind.key,
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
                data={"kind": kind.key, "number": paper.number, "sha256": paper.sha256},
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
