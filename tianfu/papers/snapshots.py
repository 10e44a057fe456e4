"""Issuing papers: render, keep the bytes, keep the snapshot; and set an old one again."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from tianfu.accounts.models import User
from tianfu.files.models import StoredFile
from tianfu.files.storage import store, store_all
from tianfu.ledger import moment
from tianfu.ledger.audit.records import record, record_each
from tianfu.ledger.canonical import sha256_hex
from tianfu.papers.art.marks import HOLDING_PICTURES, mark_package, prepare_mark
from tianfu.papers.art.pictures import PACKER
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
    wanted = [(form, getattr(package, form.member)) for form in forms if form.key not in found]
    made = [(form, content, name + form.suffix, keys[form.key]) for form, content in wanted if content]
    try:
        return found | _keep_all(source, prepared, made, purpose=purpose, actor=actor)
    except IntegrityError:  # somebody else makes the same mark at this moment: form by form, the first one stands
        return found | {
            form.key: _keep(form, source, prepared, content, name=stem, purpose=purpose, actor=actor, key=own)
            for form, content, stem, own in made
        }


def _keep_all(
    source: Source,
    prepared: dict[str, Any],
    made: Sequence[tuple[PaperKind, bytes, str, str | None]],
    *,
    purpose: str,
    actor: User | None,
) -> dict[str, Paper]:
    """As `_keep`, for papers (kind, bytes, name of the file, key) of one wording and data, in one transaction."""
    with transaction.atomic():
        files = store_all([(name, form.content_type, content) for form, content, name, _ in made], purpose, actor)
        kept = _kept_source(source)
        rows = zip(made, files, strict=True)
        papers = Paper.objects.bulk_create(
            [_paper(form, kept, prepared, file, key) for (form, _, _, key), file in rows]
        )
        record_each("paper.issued", [(paper, _told(paper)) for paper in papers], actor=actor)
    return {paper.kind: paper for paper in papers}


def rerender(paper: Paper) -> bytes:
    """The paper set again from its kept wording and data: the same bytes, whatever today's template says.

    Raises NotReproducible when other fonts or another typesetter are installed, or the bytes differ.
    """
    if paper.kind not in KINDS:
        raise NotReproducible(f"{paper}的种类“{paper.kind}”已不再登记；请以存档文件为准。")
    here = fonts_of(paper.data)
    if paper.font_version != here:
        raise NotReproducible(f"{paper}制作于“{paper.font_version}”，此处为“{here}”；请以存档文件为准。")
    packed = paper.data.get("pictures", {}).get("packer", PACKER)
    if kind_of(paper.kind).member in HOLDING_PICTURES and packed != PACKER:
        raise NotReproducible(f"{paper}中的图片由“{packed}”压缩，此处为“{PACKER}”；请以存档文件为准。")
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
            paper = _paper(kind, _kept_source(source), prepared, file, key)
            paper.save(force_insert=True)
            _record(paper, actor)
    except IntegrityError:
        if key and (found := Paper.objects.filter(key=key).first()):
            return found
        raise
    return paper


def _paper(
    kind: PaperKind, source: TemplateSource, prepared: dict[str, Any], file: StoredFile, key: str | None
) -> Paper:
    return Paper(
        kind=kind.key,
        number=prepared["number"],
        key=key,
        template=source.name,
        source=source,
        font_version=fonts_of(prepared),
        data=prepared,
        sha256=file.sha256,
        file=file,
        demo=prepared["demo"],
        created_at=moment.now(),
    )


def _record(paper: Paper, actor: User | None) -> None:
    record("paper.issued", actor=actor, subject=paper, data=_told(paper))


def _told(paper: Paper) -> dict[str, Any]:
    return {"kind": paper.kind, "number": paper.number, "sha256": paper.sha256}


def _kept_source(source: Source) -> TemplateSource:
    row, _ = TemplateSource.objects.get_or_create(
        sha256=source.sha256, defaults={"name": source.name, "text": source.text, "created_at": moment.now()}
    )
    return row
