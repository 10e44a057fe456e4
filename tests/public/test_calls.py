"""What a public page costs the processor, by a measure that no other work disturbs: the calls of Python functions it takes.

A bare Django page of one query takes about 650. Where a page passes its limit, look at what it calls that it did not before.
"""

import sys
from io import BytesIO
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler

from certification.models import Authorization
from tests.public.test_entrance import environ, in_one_transaction  # noqa: F401 - a fixture
from tianfu.site.answers import entrance
from tianfu.site.answers.entrance import Entrance

pytestmark = pytest.mark.django_db


def calls(application: Any, address: str) -> int:
    """Of the sixth look: templates are written by then, kept questions planned."""
    found = [0]

    def count(frame: Any, event: str, told: Any) -> None:
        found[0] += event == "call"

    def look() -> None:
        answer = application({**environ(address), "wsgi.input": BytesIO()}, lambda *told: None)
        b"".join(answer)
        answer.close()

    for _ in range(5):
        look()
    sys.setprofile(count)
    try:
        look()
    finally:
        sys.setprofile(None)
    return found[0]


@pytest.fixture
def in_its_transaction(in_one_transaction: None, monkeypatch: Any) -> None:  # noqa: F811
    """The short way ends with looking after connections."""
    monkeypatch.setattr(entrance, "close_old_connections", lambda: None)


def test_the_pages_that_all_the_world_asks_for_take_few_calls(
    furnished: Authorization, in_its_transaction: None
) -> None:
    application = Entrance(WSGIHandler())
    # Not the home page: of fewer marks than it shows it asks once more, by the ORM.
    limits = {"/brands/": 1_100, f"/brands/{furnished.number}/": 1_500, f"/V/{furnished.number}": 1_000}
    taken = {address: calls(application, address) for address in limits}
    assert {address: number for address, number in taken.items() if number > limits[address]} == {}
