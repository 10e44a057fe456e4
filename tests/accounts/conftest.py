from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.dispatch import receiver

from tests.said import every_act_says_so  # noqa: F401
from tianfu.accounts.signals import access_changed


@pytest.fixture
def told() -> Iterator[list[dict[str, object]]]:
    """Everything that `access_changed` reported during the test."""
    heard: list[dict[str, object]] = []

    @receiver(access_changed)
    def listen(actor: object, user: object, action: str, data: dict[str, object], **kwargs: object) -> None:
        heard.append({"actor": actor, "user": user, "action": action, "data": data})

    yield heard
    access_changed.disconnect(listen)


@pytest.fixture
def no_counters() -> Iterator[None]:
    """Throttles live in the shared cache, which the flush after a test with real transactions does not empty."""
    cache.clear()
    yield
    cache.clear()
