"""Forms whose text comes to stand on paper: a character that cannot be printed is refused at its field."""

from typing import TYPE_CHECKING, Any

from tianfu.papers.typefaces.glyphs import refusal_of

if TYPE_CHECKING:
    from django import forms

    Base = forms.BaseForm
else:
    Base = object


class PrintedForm(Base):
    """Mixin, before the form class. Every text field is checked when the form is; files, passwords and choices are not."""

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        for name, value in list(self.cleaned_data.items()):
            secret = getattr(self.fields[name].widget, "input_type", "") == "password"
            if isinstance(value, str) and not secret and (refused := refusal_of(value)):
                self.add_error(name, refused)


def refuse_unprintable_fields(values: dict[str, Any]) -> dict[str, list[str]]:
    """Sentences by field for those values (text only) that cannot be printed."""
    return {
        name: [refused] for name, value in values.items() if isinstance(value, str) and (refused := refusal_of(value))
    }
