"""What a save was based on: for each field the value its page showed, so that nobody overwrites what he has not seen.

The page carries one hidden input `was-<field>` for each value of each field. A field posted as its page showed it was
not touched and is left alone; a touched one is saved only over the value it was based on. Two people who change
different fields do not disturb each other. A page that does not say what it saw has seen the field empty.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict

PREFIX = "was-"
# The reader's choice between two versions (components/versions.html): "stored" or "mine".
TAKE = "take-"


@dataclass(frozen=True)
class Conflict:
    """Both versions of one field, in words and as its inputs hold them."""

    label: str
    theirs: str
    mine: str
    theirs_values: list[str]
    mine_values: list[str]

    @property
    def words(self) -> str:
        return (
            f"在您打开本页之后，这一项已改为“{self.theirs or '空'}”，您填写的是“{self.mine or '空'}”。"
            "没有覆盖对方的内容：请选择用哪一份，然后保存。"
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "label": self.label,
            "theirs": {"text": self.theirs, "values": self.theirs_values},
            "mine": {"text": self.mine, "values": self.mine_values},
        }


def texts(value: Any) -> list[str]:
    """A value as a browser posts it: one text for each input that holds something, line ends and outer spaces alike."""
    if value is None or value is False:
        return []
    if value is True:
        return ["on"]
    if isinstance(value, list | tuple | set | frozenset | models.QuerySet):
        return sorted(text for item in value for text in texts(item))
    if isinstance(value, models.Model):
        value = value.pk
    if isinstance(value, datetime | date):
        value = value.isoformat()
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return [text] if text else []


def untouched(was: Any, mine: Any) -> bool:
    """Posted as the page showed it: nobody changed it there."""
    return texts(was) == texts(mine)


def overwrites(was: Any, now: Any, mine: Any) -> bool:
    """Would saving `mine` destroy a value that its page did not show?"""
    return texts(now) != texts(was) and texts(now) != texts(mine)


def hidden(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Name and value of the hidden inputs of a page that shows `values`, by the name of the input."""
    return [(PREFIX + name, text) for name, value in values.items() for text in texts(value)]


def given(data: Any, names: Iterable[str]) -> dict[str, list[str]]:
    """What a posted page says it showed, by field. `data` is a QueryDict."""
    return {name: data.getlist(PREFIX + name) for name in names}


def chosen(data: QueryDict) -> QueryDict:
    """What a page posts on which its reader chose between two versions: a field whose stored version he took comes
    as the page showed it stored, so that it is left alone. Other data are returned as they are."""
    taken = [key.removeprefix(TAKE) for key, value in data.items() if key.startswith(TAKE) and value == "stored"]
    if taken:
        data = data.copy()
        for name in taken:
            data.setlist(name, data.getlist(PREFIX + name) or [""])
    return data


def conflict(field: forms.Field, now: Any, mine: Any, label: str = "") -> Conflict:
    """Both versions of `field`; choices in their words."""
    return Conflict(label or str(field.label), in_words(field, now), in_words(field, mine), texts(now), texts(mine))


def in_words(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.BooleanField):
        return "是" if texts(value) else "否"
    words = {str(getattr(key, "value", key)): str(label) for key, label in _flat(getattr(field, "choices", ()))}
    return "、".join(words.get(text, text) for text in texts(value))


def _flat(choices: Any) -> Iterable[tuple[Any, Any]]:
    for key, label in choices or ():
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label


def _query(data: Mapping[str, Any]) -> QueryDict:
    """A plain mapping as a form posts it."""
    query = QueryDict(mutable=True)
    for name, value in data.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return query


class BasedForm(forms.BaseForm):
    """Mixin, to be named first, of a form that changes something stored.

    Build it on the row as it is now, locked in the save's transaction: `initial` is then what is stored. Untouched
    fields follow what is stored; a touched field somebody else changed meanwhile becomes an error with both versions,
    and `status` is 409. components/form.html writes the hidden inputs (`based_on`). An empty `instance` has no basis.
    """

    conflicts: dict[str, Conflict]

    def stored(self) -> dict[str, Any]:
        """What is stored, by field; files and disabled fields have no basis."""
        instance = getattr(self, "instance", None)
        if instance is not None and instance.pk is None:
            return {}
        return {
            name: field.prepare_value(self.get_initial_for_field(field, name))
            for name, field in self.fields.items()
            if not field.disabled and not isinstance(field, forms.FileField)
        }

    def based_on(self) -> list[tuple[str, str]]:
        return hidden({self.add_prefix(name): value for name, value in self.stored().items()})

    @property
    def status(self) -> int:
        """Of the answer that shows this form: 409 for a conflict, 422 for other errors, else 200."""
        return 409 if self.errors and self.conflicts else 422 if self.errors else 200

    def full_clean(self) -> None:
        self.conflicts = {}
        if self.is_bound:
            self._settle()
        super().full_clean()

    def _settle(self) -> None:
        data = chosen(self.data).copy() if isinstance(self.data, QueryDict) else _query(self.data)
        for name, now in self.stored().items():
            key, field = self.add_prefix(name), self.fields[name]
            was, mine = data.getlist(PREFIX + key), data.getlist(key)
            if untouched(was, mine):
                data.setlist(key, texts(now))
            elif overwrites(was, now, mine):
                self.conflicts[name] = conflict(field, now, mine)
                setattr(field, "conflict", self.conflicts[name])  # noqa: B010  read by the field's template
        self.data = data

    def _clean_form(self) -> None:
        super()._clean_form()  # type: ignore[misc]
        for name, both in self.conflicts.items():
            self.add_error(name, both.words)
