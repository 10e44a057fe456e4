"""In whose words a row is spoken of: of what it belongs to, found along its own foreign keys. A leaf."""

from functools import cache
from typing import Any

from django.db import models

from tianfu.registry.spoken import Words, otherwise, speak_filled

# 征求意见的答复 → 征求意见 → 申报; a proposal → its subject → the mark.
_FARTHEST = 3


def words_of_row(row: Any, *, fetch: bool) -> Words | None:
    """The words of the programme that `row` belongs to; None where it belongs to none. Without `fetch` nothing is asked of
    the database: what the row was not read with is not followed."""
    kind: Any = type(row)
    for path in _paths(kind):
        found = _along(row, path, fetch=fetch)
        if found is not None:
            words: Words = found.spoken_words
            return words
    return None


def in_words(row: Any, texts: list[str]) -> list[str]:
    """Texts of ours about `row`, in the words of what it belongs to."""
    words = words_of_row(row, fetch=True) if texts and otherwise() else None
    if words is None:
        return texts
    # A text of a kind of its own (who is on both sides) keeps it.
    return [speak_filled(text, words) if type(text) is str else text for text in texts]


def _along(row: Any, path: tuple[str, ...], *, fetch: bool) -> Any:
    for name in path:
        if row is None or not (fetch or row._meta.get_field(name).is_cached(row)):
            return None
        row = getattr(row, name)
    return row


@cache
def _paths(kind: Any) -> tuple[tuple[str, ...], ...]:
    """Of a class: the names to follow to something that is spoken of in words of its own, the shortest first."""
    if hasattr(kind, "spoken_words"):  # of the class, so that nothing lazy is fetched to look at it
        return ((),)
    found: list[tuple[str, ...]] = []
    reached: list[tuple[Any, tuple[str, ...]]] = [(kind, ())] if issubclass(kind, models.Model) else []
    for model, path in reached:
        for field in model._meta.concrete_fields:
            if not field.is_relation or field.related_model is kind or len(path) == _FARTHEST:
                continue
            further = (*path, field.name)
            if hasattr(field.related_model, "spoken_words"):
                found.append(further)
            elif not any(field.related_model is seen for seen, _ in reached):
                reached.append((field.related_model, further))
    return tuple(found)
