"""What a process makes once is made once, however many threads ask first."""

import time

from tests.threads import together
from tianfu.text.made_once import MadeOnce


def test_threads_that_ask_together_get_the_one_that_was_made() -> None:
    made: list[object] = []

    @MadeOnce
    def slow() -> object:
        time.sleep(0.05)
        made.append(object())
        return made[-1]

    assert together(20, lambda _: slow()) == [made[0]] * 20
    assert len(made) == 1
    slow.cache_clear()
    assert slow() is made[1]
