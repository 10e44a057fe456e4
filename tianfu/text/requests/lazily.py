"""What a context processor gives to every page, made only by the page that shows it."""

from collections.abc import Callable
from typing import Any

_NOT_YET = object()


class Lazily:
    """`build(*given)`, made when a template first says its name (templates call what can be called), and kept. Cheaper
    than an object that stands in for its value."""

    __slots__ = ("build", "given", "made")

    def __init__(self, build: Callable[..., Any], *given: Any) -> None:
        self.build, self.given, self.made = build, given, _NOT_YET

    def __call__(self) -> Any:
        if self.made is _NOT_YET:
            self.made = self.build(*self.given)
        return self.made
