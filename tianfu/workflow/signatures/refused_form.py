"""A refusal on the form that was posted: the reasons stand there, and what was typed stays in it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.core.exceptions import ValidationError

from tianfu.workflow.door import NotPossible

_FILES_LOST = "文件未保存，请重新选择；文字内容已保留。"


def add_refusal(form: forms.BaseForm, refusal: NotPossible, field: str | None = None) -> None:
    """Why the act is not possible, at the form, or at the `field` that says it best."""
    form.add_error(field, ValidationError(refusal.problems))


def add_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """What an act says by field, at its fields; a browser keeps no chosen file, so that is said as well."""
    found = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, words in found.items():
        said = [*words, _FILES_LOST] if name == "files" else words
        form.add_error(name if name in form.fields else None, ValidationError(said))


@contextmanager
def refused_on(form: forms.BaseForm) -> Iterator[None]:
    """`with refused_on(form): return once(request, act)`: what is refused stands on the form, and the page goes on."""
    try:
        yield
    except NotPossible as refusal:
        add_refusal(form, refusal)
    except ValidationError as error:
        add_errors(form, error)
