"""Loads templates whose nodes are drawn by a function written from them, from the third time on."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.template import Context, Template
from django.template.base import NodeList
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.template.loaders import cached
from django.utils.safestring import SafeString

from tianfu.site.compiler.scope import NotDrawn
from tianfu.site.compiler.writer import plain, written

log = logging.getLogger(__name__)
# To write one costs as much as to draw it some dozens of times; many are drawn once in a process.
FROM = 3


class Drawn(NodeList):
    """The nodes of a template. What was written holds for the addresses and static files of these settings."""

    def __init__(self, template: Template) -> None:
        super().__init__(template.nodelist)
        self.contains_nontext = template.nodelist.contains_nontext
        self.template, self.times = template, 0
        self.draw: Callable[[Context], SafeString] | None = None
        self.holds_for: tuple[Any, ...] = ()

    def render(self, context: Context) -> SafeString:
        if BLOCK_CONTEXT_KEY in context.render_context or not plain(context, self.template.engine):
            return super().render(context)
        if self.holds_for != (now := _holds_for()):
            self.holds_for, self.draw, self.times = now, None, 0
        if self.draw is None:
            self.times += 1
            if self.times != FROM:
                return super().render(context)
            self._write()
        return self.draw(context) if self.draw is not None else super().render(context)

    def _write(self) -> None:
        try:
            self.draw = written(self.template)
        except NotDrawn as reason:
            log.debug("%s is left to Django: %s", self.template.name, reason)


def _holds_for() -> tuple[Any, ...]:
    return settings.ROOT_URLCONF, settings.STATIC_URL


class Loader(cached.Loader):
    """Django's, which keeps what it has read."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        template = super().get_template(template_name, skip)
        if not isinstance(template.nodelist, Drawn):
            template.nodelist = Drawn(template)
        return template
