"""Form fields for what people type: text is cleaned by itself, numbers go through the one reader.

Every form of the platform uses these instead of Django's `CharField`, `EmailField`, `IntegerField` and
`DecimalField` (tests/architecture/test_text.py); a form of a model gets them from `tianfu.text.columns`.
"""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms

from tianfu.text import clean
from tianfu.text.mail_addresses import check_mailable
from tianfu.text.numbers import begins_like_a_number, grouped, read_number, read_whole, split_number
from tianfu.text.phone_numbers import read_phone

UNCHOSEN = "请选择"


def formfield(column: Any, **options: Any) -> Any:
    """For `formfield_callback` of a form's Meta: the column's own field, whose empty choice is words and not dashes."""
    field: Any = column.formfield(**options)
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label is not None:
            field.empty_label = UNCHOSEN
    elif isinstance(field, forms.ChoiceField) and not isinstance(field.widget, forms.CheckboxSelectMultiple):
        offered: Any = field.choices
        field.choices = [(key, UNCHOSEN if key in ("", None) else label) for key, label in offered]
    return field


class Cleaned(forms.Field):
    """Mixin: the value is cleaned before anything else looks at it. Secrets are no text and stay as typed."""

    def to_python(self, value: Any) -> Any:
        """The cleaned text: several lines in a text area, one line elsewhere."""
        if not isinstance(value, str) or isinstance(self.widget, forms.PasswordInput):
            return super().to_python(value)
        several = isinstance(self.widget, forms.Textarea)
        return super().to_python(clean.lines(value) if several else clean.line(value))


class TextField(Cleaned, forms.CharField):
    """A text; with a Textarea it keeps its line breaks. The length counts after cleaning."""


class EmailField(Cleaned, forms.EmailField):
    """An address mail can be sent to; full-width forms are folded and blanks dropped."""

    default_validators = [*forms.EmailField.default_validators, check_mailable]

    def to_python(self, value: Any) -> Any:
        """The address as mail programs take it."""
        if isinstance(value, str):
            value = re.sub(r"\s", "", unicodedata.normalize("NFKC", clean.line(value)))
        return super().to_python(value)


class PhoneField(TextField):
    """A telephone number in its one form; +86, brackets, blanks and an extension are understood."""

    def to_python(self, value: Any) -> str:
        """Raises ValidationError with advice."""
        return read_phone(super().to_python(value) or "")


class _Numeric(forms.Field):
    """Not type=number: a browser empties what it cannot read, and the reader would not see what was wrong."""

    widget = forms.TextInput
    mode = "decimal"
    unit = ""  # also read by the field's template

    def __init__(self, *, unit: str = "", **options: Any) -> None:
        self.unit = unit
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A keyboard of digits on a phone."""
        return {"inputmode": self.mode, "autocomplete": "off"}

    def understood(self, value: Any) -> str:
        """What a stored or cleaned value says, as people read it: 18,600.5 万元. Empty for none."""
        if value in (None, ""):
            return ""
        digits = str(value) if not isinstance(value, Decimal) else f"{value:f}"
        return f"{grouped(digits)} {self.unit}".rstrip()


class QuantityField(TextField):
    """A number with its unit in one text: 12 万套. A text that does not begin with a number stays as it is."""

    def to_python(self, value: Any) -> str:
        """Raises ValidationError with the reader's advice for a number that cannot be read."""
        text: str = super().to_python(value)
        if not begins_like_a_number(text):
            return text
        found = split_number(text)
        return f"{found.digits} {found.rest}".rstrip() if found else text

    def understood(self, value: Any) -> str:
        """18,600.5 万套; empty where no number was read."""
        text = str(value or "")
        found = split_number(text) if begins_like_a_number(text) else None
        return f"{found.shown} {found.rest}".rstrip() if found else ""


class NumberField(_Numeric, forms.DecimalField):
    """A number with places; the Decimal keeps the places as typed."""

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs make it an int
        """Raises ValidationError with the reader's advice."""
        if isinstance(value, Decimal):
            return value
        if value in self.empty_values:
            return None
        found = read_number(str(value), unit=self.unit)
        return found.value if found else None


class WholeField(_Numeric, forms.IntegerField):
    """A whole number."""

    mode = "numeric"

    def to_python(self, value: Any) -> int | None:
        """Raises ValidationError with the reader's advice."""
        if value in self.empty_values:
            return None
        return value if isinstance(value, int) else read_whole(str(value), unit=self.unit)
