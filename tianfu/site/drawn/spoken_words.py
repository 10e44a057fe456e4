"""{% said grant %} in any template: 授权 in the words of the programme that the page, or this row of it, is about.

Nobody writes the tag: `tianfu/site/drawn/loader.py` puts it wherever a template of ours says one of the engine's words.
"""

from django import template
from django.template.base import Parser, Token

from tianfu.registry import spoken

register = template.Library()


class Said(template.Node):
    def __init__(self, key: str) -> None:
        self.key = key

    def render(self, context: template.Context) -> str:
        if not spoken.otherwise():
            return spoken.HOUSE[self.key]
        return words_in(context)[self.key]


def words_in(context: template.Context) -> spoken.Words:
    """Those of the nearest thing in the context that belongs to a programme: of the row before those of the page."""
    for layer in reversed(context.dicts):
        for value in layer.values():
            # Of the class, so that nothing lazy is fetched to look at it.
            if hasattr(type(value), "spoken_words"):
                found: spoken.Words = value.spoken_words
                return found
    return spoken.HOUSE


@register.tag
def said(parser: Parser, token: Token) -> Said:
    return Said(token.split_contents()[1])
