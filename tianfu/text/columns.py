"""Columns for what people typed: cleaned on the way in, whoever writes them.

To the database and to migrations they are Django's own `CharField` and `TextField`. Machine text (canonical JSON,
digests, keys) stays in those.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.fields.array import ArrayContains  # type: ignore[attr-defined]  # unknown to the stubs
from django.db import models

from tianfu.text import clean, fields
from tianfu.text.mail_addresses import check_mailable


class _Typed(models.Field):
    form_field: type[forms.Field]

    def deconstruct(self) -> Any:
        """As Django's own column: no migration knows of the cleaning."""
        name, _, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{self.get_internal_type()}", args, kwargs

    def cleaned(self, text: str) -> str:
        """How this column cleans."""
        raise NotImplementedError

    def to_python(self, value: Any) -> Any:
        """Also what look-ups and `update()` go through."""
        value = super().to_python(value)
        return self.cleaned(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """The object holds afterwards what the database holds."""
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


class Line(_Typed, models.CharField):
    """One line of text."""

    def cleaned(self, text: str) -> str:
        """See `tianfu.text.clean.line`."""
        return clean.line(text)

    def get_internal_type(self) -> str:
        """For the database and for migrations."""
        return "CharField"

    def formfield(self, **options: Any) -> Any:
        """A field that cleans by itself, unless the column has choices."""
        return super().formfield(**{"form_class": fields.TextField, **options})


class Phone(Line):
    """A telephone number; a form reads it into its one form."""

    def formfield(self, **options: Any) -> Any:
        """A field that reads telephone numbers."""
        return super().formfield(**{"form_class": fields.PhoneField, **options})


class Lines(_Typed, models.TextField):
    """Several lines of text."""

    def cleaned(self, text: str) -> str:
        """See `tianfu.text.clean.lines`."""
        return clean.lines(text)

    def get_internal_type(self) -> str:
        """For the database and for migrations."""
        return "TextField"

    def get_prep_value(self, value: Any) -> Any:
        """Cleaned also in look-ups and in `update()`."""
        return self.to_python(super().get_prep_value(value))

    def formfield(self, **options: Any) -> Any:
        """A text area that cleans by itself."""
        return super().formfield(**{"form_class": fields.TextField, **options})


class Email(models.EmailField):
    """An address mail can be sent to."""

    default_validators = [*models.EmailField.default_validators, check_mailable]

    def deconstruct(self) -> Any:
        """As Django's own column."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.EmailField", args, kwargs

    def formfield(self, **options: Any) -> Any:
        """A field that folds full-width forms."""
        return super().formfield(**{"form_class": fields.EmailField, **options})


class Whole(models.PositiveSmallIntegerField):
    """A small whole number a person types."""

    def deconstruct(self) -> Any:
        """As Django's own column."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.PositiveSmallIntegerField", args, kwargs

    def formfield(self, **options: Any) -> Any:
        """The one reader of numbers."""
        return super().formfield(**{"form_class": fields.WholeField, **options})


class SearchKeys(models.Func):
    """The search keys of some columns, one after the other; made in the database (`tianfu.text.search_key`)."""

    function = "tianfu_search_keys"


def search_column(*parts: str | models.expressions.Combinable) -> models.GeneratedField:
    """A stored column that holds the keys of `parts`: look-ups go by it, whoever wrote the row."""
    return models.GeneratedField(
        expression=SearchKeys(*(models.F(part) if isinstance(part, str) else part for part in parts)),
        output_field=models.TextField(),
        db_persist=True,
    )


def having(column: str, terms: list[str]) -> models.Q:
    """Rows in whose search column every one of `terms` (see `search_terms`) is found."""
    wanted = models.Q()
    for term in terms:
        wanted &= models.Q(**{f"{column}__contains": term})
    return wanted


class Pieces(models.Func):
    """The two-character pieces of a search column, by which its index finds every text that holds them."""

    function = "tianfu_grams"
    output_field = ArrayField(models.TextField())


def pieces(terms: list[str]) -> list[str]:
    """The pieces that every hit must have; none of single characters."""
    return sorted({term[place : place + 2] for term in terms for place in range(len(term) - 1)})


class Among(models.Func):
    """Whether a key is one of many: they travel as one value, where `__in` makes a parameter of each."""

    template, arg_joiner, output_field = "%(expressions)s)", " = any(", models.BooleanField()


def among(keys: Iterable[int]) -> Among:
    """Rows with one of these keys, for `filter`."""
    return Among(models.F("pk"), models.Value(list(keys), output_field=ArrayField(models.BigIntegerField())))


def indexed(column: str, terms: list[str]) -> models.Q:
    """As `having`, for a column whose pieces have an index: rows are found by it, whatever their number."""
    wanted = having(column, terms)
    if needed := pieces(terms):
        text = ArrayField(models.TextField())
        wanted &= models.Q(ArrayContains(Pieces(models.F(column)), models.Value(needed, output_field=text)))
    return wanted
