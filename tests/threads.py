"""Real threads on real connections, for the race tests (`@pytest.mark.race`, `django_db(transaction=True)`)."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections


def together(count: int, function: Callable[[int], Any], *, seconds: float = 60) -> list[Any]:
    """Call `function(0)`…`function(count - 1)` at the same moment; the results in order, an exception where one was raised."""
    barrier = threading.Barrier(count)
    results: list[Any] = [TimeoutError("thread did not end")] * count

    def run(index: int) -> None:
        try:
            barrier.wait(seconds)
            results[index] = function(index)
        except Exception as error:
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(index,), daemon=True) for index in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds)
    return results
