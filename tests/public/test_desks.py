"""The threads that run Django: few for few visitors, never more than there are, and an error is the asker's."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tianfu.site.answers.desks import Desks


def test_who_became_free_last_works_next():
    desks = Desks(8)
    assert {desks.ask(threading.get_ident) for _ in range(20)} == {desks.ask(threading.get_ident)}


def test_never_more_at_work_than_there_are_and_all_are_served():
    desks, at_work, most = Desks(3), set(), []
    gate = threading.Barrier(3)

    def work(number: int) -> int:
        at_work.add(threading.get_ident())
        gate.wait(10)  # three at a time
        most.append(len(at_work))
        return number

    with ThreadPoolExecutor(12) as askers:
        assert sorted(askers.map(lambda number: desks.ask(work, number), range(12))) == list(range(12))
    assert max(most) == 3
    assert desks.queue() == 0


def test_an_error_is_raised_where_it_was_asked_for_and_the_desk_goes_on():
    desks = Desks(1)
    with pytest.raises(ZeroDivisionError):
        desks.ask(lambda: 1 / 0)
    assert desks.ask(int, "7") == 7


def test_who_waits_is_counted():
    desks, gate = Desks(1), threading.Event()
    with ThreadPoolExecutor(3) as askers:
        asked = [askers.submit(desks.ask, gate.wait, 10) for _ in range(3)]
        while desks.queue() < 2:
            pass
        gate.set()
        assert [one.result() for one in asked] == [True] * 3
