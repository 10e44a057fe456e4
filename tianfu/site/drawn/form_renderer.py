"""Selects and inputs drawn without a template for each option: a list of the register has eighty of them in its filter.

What is drawn is what Django's templates and our `select_option.html` draw, blanks between tags apart
(tests/ui/test_form_renderer.py); every other widget, fields and forms go through their templates.
"""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.html import conditional_escape as escape
from django.utils.safestring import SafeString

_FOLDER = "django/forms/widgets/"
_OPTION = f"{_FOLDER}select_option.html"
_INPUTS = frozenset(
    f"{_FOLDER}{name}.html" for name in ("text", "hidden", "number", "email", "date", "url", "password")
)
# What Django offers where nothing is chosen.
_NOTHING, _CHOOSE = "---------", "请选择"


class FormRenderer(TemplatesSetting):
    """Django's renderer from the project's templates, with a short way for what is many."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> Any:
        """HTML of a widget, field or form."""
        widget = context.get("widget")
        if template_name == f"{_FOLDER}select.html" and widget is not None and _is_plain(widget):
            return SafeString(_select(widget))
        if template_name in _INPUTS and widget is not None:
            return SafeString(_input(widget))
        return super().render(template_name, context, request)


def _is_plain(widget: Mapping[str, Any]) -> bool:
    return all(option["template_name"] == _OPTION for _, options, _ in widget["optgroups"] for option in options)


def _select(widget: Mapping[str, Any]) -> str:
    parts = [f'<select name="{escape(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _ in widget["optgroups"]:
        drawn = "".join(_option(option) for option in options)
        parts.append(f'<optgroup label="{escape(group)}">{drawn}</optgroup>' if group else drawn)
    return "".join([*parts, "</select>"])


def _option(option: Mapping[str, Any]) -> str:
    label = _CHOOSE if str(option["label"]) == _NOTHING else escape(option["label"])
    return f'<option value="{escape(str(option["value"]))}"{_attributes(option["attrs"])}>{label}</option>'


def _input(widget: Mapping[str, Any]) -> str:
    value = "" if widget["value"] is None else f' value="{escape(widget["value"])}"'
    return (
        f'<input type="{escape(widget["type"])}" name="{escape(widget["name"])}"{value}{_attributes(widget["attrs"])}>'
    )


def _attributes(given: Mapping[str, Any]) -> str:
    """`True` is an attribute without a value, `False` none."""
    return "".join(
        f" {escape(name)}" if value is True else f' {escape(name)}="{escape(value)}"'
        for name, value in given.items()
        if value is not False
    )
