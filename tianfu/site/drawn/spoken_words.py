"""{% said grant %} in any template: 授权 in the words of the programme that the page, or this row of it, is about.

Nobody writes the tag: `tianfu/site/drawn/loader.py` puts it wherever a template of ours says one of the engine's words. A
text that Python made is shown with {% spoken act.label %}: refusals, labels, what an act does.
"""

from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.base import Parser, Token
from django.utils.functional import LazyObject
from django.utils.safestring import SafeData, mark_safe

from tianfu.registry import spoken as words_of_ours
from tianfu.registry.row_words import words_of_row

register = template.Library()


class Said(template.Node):
    def __init__(self, key: str) -> None:
        self.key = key

    def render(self, context: template.Context) -> str:
        if not words_of_ours.otherwise():
            return words_of_ours.HOUSE[self.key]
        return words_in(context)[self.key]


def words_in(context: template.Context) -> words_of_ours.Words:
    """Those of the nearest thing in the context that belongs to a programme: of the row before those of the page.

    Of what was read with its programme first; then the page's own things are asked, never the rows of a list."""
    layers = [layer for layer in reversed(context.dicts) if isinstance(layer, dict)]
    for fetch in (False, True):
        for layer in layers:
            if fetch and "forloop" in layer:
                continue
            for value in layer.values():
                found = _words_of(value, fetch=fetch)
                if found is not None:
                    return found
    return words_of_ours.HOUSE


def _words_of(value: Any, *, fetch: bool) -> words_of_ours.Words | None:
    if issubclass(type(value), LazyObject):  # to look into the token of a form sets its cookie: no page is cached then
        return None
    form = value.form if isinstance(value, BoundField) else value
    if isinstance(form, BaseForm):
        return getattr(form, "spoken_words", None)
    return words_of_row(value, fetch=fetch)


@register.tag
def said(parser: Parser, token: Token) -> Said:
    return Said(token.split_contents()[1])


@register.simple_tag(takes_context=True)
def spoken(context: template.Context, text: Any) -> Any:
    """A text of ours that Python made, in the words of what is shown; what stands in “…” stays as it is."""
    if not words_of_ours.otherwise() or not text:
        return text
    made = words_of_ours.speak_filled(str(text), words_in(context))
    return mark_safe(made) if isinstance(text, SafeData) else made


@register.simple_tag(takes_context=True)
def speaking(context: template.Context, form: BaseForm) -> str:
    """Its fields are drawn by templates of their own, which see no page: the form brings them the page's words."""
    if words_of_ours.otherwise() and not hasattr(form, "spoken_words"):
        form.spoken_words = words_in(context)  # type: ignore[attr-defined]
    return ""
