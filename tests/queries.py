"""How many queries something costs while there is little, and once there is more: a list must not ask for each row."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def cost(ask: Callable[[], Any]) -> int:
    """Queries of `ask()`; what is read once only (a session, the calendar) has been read before."""
    ask()
    with CaptureQueriesContext(connection) as found:
        ask()
    return len(found)


def opening(client: Client, url: str) -> Callable[[], None]:
    """Asks for the page, which must be there."""

    def ask() -> None:
        assert client.get(url).status_code == 200, url

    return ask


def costs(ask: Callable[[], Any], more: Callable[[], Any]) -> tuple[int, int]:
    """(before, after) `more()` has added rows: `assert costs(opening(client, "/brands/"), add_three) == (4, 4)`."""
    return cost(ask), (more(), cost(ask))[1]
